"""HTTP: routes that load a form, call one command and show the answer."""
