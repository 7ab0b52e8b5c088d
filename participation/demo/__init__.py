"""What `make demo` needs beside the platform itself: made-up people, a mailbox and a process manager."""
