"""A mailbox that speaks just enough IMAP4rev1 for one reader, on this machine."""

import re
import socketserver
import threading


class Handler(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("* OK double ready")
        for raw in self.rfile:
            tag, _, rest = raw.decode().strip().partition(" ")
            command, _, arguments = rest.partition(" ")
            self.server.heard.append(rest)
            if command.upper() == "LOGIN" and "goed" not in arguments:
                self.say(f"{tag} NO wrong password")
                continue
            if command.upper() == "SELECT" and "INBOX" not in arguments:
                self.say(f"{tag} NO no such mailbox")
                continue
            if command.upper() == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            if command.upper() == "SELECT":
                self.say(f"* {len(self.server.mails)} EXISTS")
            if command.upper() == "UID":
                self.uid(arguments)
            self.say(f"{tag} OK done")
            if command.upper() == "LOGOUT":
                return

    def uid(self, arguments):
        mails, seen = self.server.mails, self.server.seen
        if arguments.upper().startswith("SEARCH"):
            self.say("* SEARCH " + " ".join(str(uid) for uid in mails if uid not in seen))
            return
        uid = int(re.search(r"\d+", arguments)[0])
        if "STORE" in arguments:
            seen.add(uid)
        elif "RFC822.SIZE" in arguments:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {self.server.sizes.get(uid, len(mails[uid]))})")
        else:
            part = re.search(r"<0\.(\d+)>", arguments)
            content = mails[uid][: int(part[1])] if part else mails[uid]
            self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n")


class Box(socketserver.ThreadingTCPServer):
    """`mails` by uid; `seen` are those that were marked; `sizes` lie about some."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.mails, self.seen, self.sizes, self.heard = {}, set(), {}, []

    @property
    def address(self):
        return f"imap://ideeen:goed@127.0.0.1:{self.server_address[1]}/INBOX"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.shutdown()
        self.server_close()
