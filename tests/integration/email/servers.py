"""Real Dovecot and Postfix, started from a folder of their own on free ports of this machine."""

from __future__ import annotations

import ipaddress
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.integration.email.configuration import dovecot_conf, main_cf, master_cf
from tests.system_programs import need_program

NOBODY = pwd.getpwnam("nobody")
PASSWORD = "correct horse"
HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Look again and again, for a program outside tells nothing by itself."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.02)


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def certificate(folder: Path) -> str:
    """Write a key and a certificate for `localhost` and 127.0.0.1; return the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(HOST))])
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1)).add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )  # fmt: skip
    pem = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem.decode()


class Dovecot:
    """IMAP and the sign-in that Postfix asks. Runs as root or not."""

    def __init__(self, folder: Path, introspection_url: str) -> None:
        self.folder = folder
        self.imap, self.imaps = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._program = need_program("dovecot")
        (folder / "users").write_text("")
        (folder / "oauth2.conf").write_text(
            f"introspection_url = {introspection_url}\nintrospection_mode = post\n"
            "username_attribute = email\nactive_attribute = active\nactive_value = true\n"
        )
        self._configure("")

    def _configure(self, extra: str) -> None:
        root, me = os.getuid() == 0, pwd.getpwuid(os.getuid()).pw_name
        mail = NOBODY if root else pwd.getpwuid(os.getuid())
        users = (
            "" if root else f"default_login_user = {me}\ndefault_internal_user = {me}\ndefault_internal_group = {me}\n"
        )
        text = dovecot_conf(self.folder, HOST, self.imap, self.imaps, mail, users)
        (self.folder / "dovecot.conf").write_text(text + extra)

    def add_user(self, address: str) -> None:
        """Let this address sign in."""
        with (self.folder / "users").open("a") as users:
            users.write(f"{address}:{PASSWORD}\n")

    def start(self, extra: str = "") -> None:
        """Start and wait until mail can be read."""
        self._configure(extra)
        config = str(self.folder / "dovecot.conf")
        self._process = subprocess.Popen([self._program, "-F", "-c", config], start_new_session=True)
        wait_until(lambda: listens(self.imap), "Dovecot does not listen")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop all of it: by SIGKILL nobody says good-bye."""
        if self._process is not None:
            if how == signal.SIGKILL:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.send_signal(how)
            self._process.wait(timeout=20)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # a process of one mailbox may outlive its master
            wait_until(lambda: not listens(self.imap), "Dovecot still listens")
            for lock in (self.folder / "mail").rglob("*.lock"):  # a killed server's, waited for until they are stale
                lock.unlink()
            self._process = None

    def maildir(self, address: str) -> Path:
        """Where a mailbox lies."""
        return self.folder / "mail" / address

    def deliver(self, address: str, mail: bytes) -> None:
        """Put a mail into a mailbox just as it is."""
        folder = self.maildir(address)
        for name in ("tmp", "new", "cur"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns()}.{os.getpid()}.test"
        (folder / "tmp" / name).write_bytes(mail)
        if os.getuid() == 0:
            for path in (folder, folder / "tmp", folder / "new", folder / "cur", folder / "tmp" / name):
                os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
        (folder / "tmp" / name).rename(folder / "new" / name)

    def mails(self, address: str) -> list[bytes]:
        """What lies in a mailbox, in the order of its arrival."""
        folder = self.maildir(address)
        paths = [path for name in ("new", "cur") if (folder / name).is_dir() for path in (folder / name).iterdir()]
        return [path.read_bytes() for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns)]

    def forget_uids(self, address: str) -> None:
        """Make UIDVALIDITY another, as after a mailbox was restored."""
        for path in self.maildir(address).glob("dovecot*"):
            path.unlink()


class Postfix:
    """Takes mail for `nitka.example` and `customer.example`, and what is submitted with a password or a token."""

    def __init__(self, folder: Path, dovecot: Dovecot) -> None:
        self.folder = folder / "postfix"
        self.smtp, self.submission, self.smtps = free_port(), free_port(), free_port()
        self.refusing = free_port()  # another server, which knows nobody of `bounced.example`
        self._program = need_program("postfix")
        self._dovecot = dovecot
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("queue", "data"):
            (self.folder / name).mkdir(parents=True)
        shutil.chown(self.folder / "data", "postfix")
        self.users: list[str] = []
        self._configure()

    def _configure(self) -> None:
        folder = self.folder
        (folder / "transport").write_text(f"bounced.example smtp:[{HOST}]:{self.refusing}\n")
        (folder / "main.cf").write_text(main_cf(folder, self._dovecot.folder, HOST, NOBODY))
        ports = (self.smtp, self.submission, self.smtps, self.refusing)
        (folder / "master.cf").write_text(master_cf(HOST, *ports))
        self._write_mailboxes()

    def _write_mailboxes(self) -> None:
        (self.folder / "mailboxes").write_text("".join(f"{user} {user}/\n" for user in self.users))

    def add_user(self, address: str) -> None:
        """Give this address a mailbox; before the start, for the table is read once."""
        self.users.append(address)
        self._write_mailboxes()

    def start(self) -> None:
        """Start and wait until mail is taken."""
        log = (self.folder / "start.log").open("wb")
        argv = [self._program, "-c", str(self.folder), "start-fg"]
        self._process = subprocess.Popen(argv, stdout=log, stderr=log, start_new_session=True)
        wait_until(lambda: listens(self.submission), f"Postfix does not listen: {self.folder}/start.log")

    def stop(self) -> None:
        """Stop all of it."""
        if self._process is not None:
            subprocess.run(
                [self._program, "-c", str(self.folder), "stop"], capture_output=True, timeout=30, check=False
            )
            self._process.wait(timeout=20)
            self._process = None

    def reload(self) -> None:
        """Let new processes take over: those that lost Dovecot would refuse one sign-in each."""
        subprocess.run([self._program, "-c", str(self.folder), "reload"], capture_output=True, timeout=30, check=True)

    def send(self, sender: str, recipient: str, *mails: bytes) -> None:
        """Hand mails in as another server would."""
        with smtplib.SMTP(HOST, self.smtp, timeout=20) as smtp:
            for mail in mails:
                smtp.sendmail(sender, recipient, mail)


class MailServers:
    """Both, and the folder they live in."""

    def __init__(self, folder: Path, introspection_url: str) -> None:
        self.ca = certificate(folder)
        self.dovecot = Dovecot(folder, introspection_url)
        self.postfix = Postfix(folder, self.dovecot)

    def add_user(self, address: str) -> None:
        """A mailbox that can be read and written to."""
        self.dovecot.add_user(address)
        self.postfix.add_user(address)


@contextmanager
def mail_servers(introspection_url: str, addresses: list[str]) -> Iterator[MailServers]:
    """Start both with these mailboxes; afterwards nothing of them is left. Postfix cannot run but as root."""
    if os.getuid() != 0:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Postfix needs root")
    folder = Path(tempfile.mkdtemp(prefix="nitka-mail-"))
    folder.chmod(0o755)
    servers: MailServers | None = None
    try:
        servers = MailServers(folder, introspection_url)
        (folder / "mail").mkdir()
        shutil.chown(folder / "mail", NOBODY.pw_uid, NOBODY.pw_gid)
        for address in addresses:
            servers.add_user(address)
        servers.dovecot.start()
        servers.postfix.start()
        yield servers
    finally:
        if servers is not None:
            servers.postfix.stop()
            servers.dovecot.stop()
        shutil.rmtree(folder, ignore_errors=True)
