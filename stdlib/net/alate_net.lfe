;;; Sockets of the runtime, on which `gen_tcp`, `gen_udp` and `inet` stand. None of its functions waits:
;;; they answer `wait`, and `await` has the caller told when it is worth trying again.

(defmodule alate_net
  "Sockets that do not wait.")
