// A small client of the Socket.IO protocol (revision 5 over Engine.IO 4, websocket only): enough to hear a namespace.
"use strict";

function listen(namespace, { heard, opened, closed }) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  let wait = 500;

  function open() {
    const socket = new WebSocket(`${scheme}//${location.host}/socket.io/?EIO=4&transport=websocket`);
    socket.onmessage = ({ data }) => {
      if (data[0] === "0") socket.send(`40${namespace},`); // the transport is open: ask for the namespace
      else if (data === "2") socket.send("3"); // ping, pong
      else if (data.startsWith(`40${namespace},`)) { wait = 500; opened(); }
      else if (data.startsWith(`42${namespace},`)) heard(...JSON.parse(data.slice(3 + namespace.length)));
    };
    socket.onclose = () => {
      closed();
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 8000);
    };
  }

  open();
}
