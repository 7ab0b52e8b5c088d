"""`make chaos`: the real programs under load while everything is killed, frozen and cut, and then a count from outside.

`ground` starts the services, `programs` runs web, workers and beats as systemd would, `residents` and `officials` use
the site as browsers do and write in the `ledger` what was acknowledged, `faults` breaks things. At the end `oracle`
works out who should have heard what, and `verdict` compares: ledger, database and the record of the mail server.
"""
