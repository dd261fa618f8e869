"""The parts of the sample store: tables written by hand, a floor drawn, a day thrown with dice."""
