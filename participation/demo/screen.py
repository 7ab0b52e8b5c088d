"""What the demonstration prints: steps while it prepares, then one page of text."""

from dataclasses import dataclass

from participation.demo.people import IN_CHALLENGES, OFFICIALS, PASSWORD, PEOPLE, Person

RULE = "-" * 78


@dataclass(frozen=True)
class Addresses:
    """The ports on which everything answers."""

    web: int
    mail_page: int
    smtp: int

    @property
    def site(self) -> str:
        """Give the address of the site."""
        return f"http://localhost:{self.web}"

    @property
    def mail(self) -> str:
        """Give the address of the mailbox."""
        return f"http://localhost:{self.mail_page}"


def _line(person: Person) -> str:
    return f"    {person.email:<25} {person.nickname}, {person.role}"


def _introduction(addresses: Addresses) -> list[str]:
    return [
        "",
        RULE,
        "  Inbreng is running, on this machine only.",
        "",
        f"  The site             {addresses.site}/",
        f"  The mail it sends    {addresses.mail}/   (nothing leaves this machine)",
        f"  Sign-in codes        {addresses.mail}/codes",
        "",
        f"  Sign in (Inloggen) at {addresses.site}/inloggen/ as one of these people.",
        "  They are all made up: none of them exists.",
        "",
    ]


def welcome(addresses: Addresses, *, logs: str) -> str:
    """Give the page of text: where everything is, who can sign in, how to stop."""
    others = [person for person in PEOPLE if person not in OFFICIALS]
    lines = [
        *_introduction(addresses),
        "  With a code by e-mail; read it on the mail page:",
        *map(_line, others),
        *(f"    {email:<31} {role}" for email, role in IN_CHALLENGES),
        "",
        f"  With the password  {PASSWORD}  and a code from the page of sign-in codes:",
        *map(_line, OFFICIALS),
        "",
        '  To see the whole way: press "Nieuw idee" on the site, follow the mail that the programme',
        "  owner gets, answer the idea as owner@example.org, and read the resident's mail.",
        "",
        f"  Logs: {logs}",
        "  Ctrl-C stops everything. The data stays for the next time; `make demo-reset` starts afresh.",
        RULE,
    ]
    return "\n".join(lines)
