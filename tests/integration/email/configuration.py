"""Configurations of the mail servers, with nothing of this machine's own."""

from __future__ import annotations

from pathlib import Path
from pwd import struct_passwd


def dovecot_conf(folder: Path, host: str, imap: int, imaps: int, mail: struct_passwd, users: str) -> str:
    """Dovecot's: IMAP in three ways, passwords and tokens, the sign-in for Postfix."""
    return f"""
{users}base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = {host}
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
login_trusted_networks = 127.0.0.0/8
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 50
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=plain {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={mail.pw_uid} gid={mail.pw_gid} home={folder}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service auth {{
  unix_listener auth-postfix {{
    mode = 0666
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
"""


def main_cf(folder: Path, dovecot: Path, host: str, mail: struct_passwd) -> str:
    """Postfix's settings: two domains delivered here, and what is submitted by those whom Dovecot knows."""
    return f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.nitka.example
mydestination =
inet_interfaces = {host}
inet_protocols = ipv4
mynetworks =
alias_maps =
local_transport = error:no local mail
virtual_mailbox_domains = nitka.example, customer.example
virtual_mailbox_base = {dovecot}/mail
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:{mail.pw_uid}
virtual_gid_maps = static:{mail.pw_gid}
virtual_minimum_uid = 1
recipient_delimiter = +
transport_maps = texthash:{folder}/transport
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
default_process_limit = 20
smtpd_sasl_type = dovecot
smtpd_sasl_path = {dovecot}/run/auth-postfix
smtpd_tls_cert_file = {dovecot}/cert.pem
smtpd_tls_key_file = {dovecot}/key.pem
smtpd_tls_security_level = may
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_delay_reject = no
smtpd_peername_lookup = no
anvil_rate_time_unit = 1s
"""


def master_cf(host: str, smtp: int, submission: int, smtps: int, refusing: int) -> str:
    """Postfix's services: a port for other servers, two for our own people, one that knows nobody."""
    services = [f"{host}:{smtp} inet n - n - - smtpd"]
    services += [f"{host}:{submission} inet n - n - - smtpd -o smtpd_sasl_auth_enable=yes"]
    services += [f"{host}:{smtps} inet n - n - - smtpd -o smtpd_sasl_auth_enable=yes -o smtpd_tls_wrappermode=yes"]
    nobody = "-o { smtpd_relay_restrictions = check_recipient_access static:{550 5.1.1 No such user}, reject }"
    services.append(f"{host}:{refusing} inet n - n - - smtpd -o myhostname=mx.bounced.example {nobody}")
    for name, private, limit, program in (
        ("pickup", "n", "1", "pickup"), ("cleanup", "n", "0", "cleanup"), ("qmgr", "n", "1", "qmgr"),
        ("rewrite", "-", "-", "trivial-rewrite"), ("bounce", "-", "0", "bounce"), ("defer", "-", "0", "bounce"),
        ("trace", "-", "0", "bounce"), ("error", "-", "-", "error"), ("retry", "-", "-", "error"),
        ("virtual", "-", "-", "virtual"), ("anvil", "-", "1", "anvil"), ("scache", "-", "1", "scache"),
        ("tlsmgr", "-", "1", "tlsmgr"), ("proxymap", "-", "-", "proxymap"), ("showq", "n", "-", "showq"),
        ("smtp", "-", "-", "smtp"), ("relay", "-", "-", "smtp"), ("discard", "-", "-", "discard"),
    ):  # fmt: skip
        wake = {"pickup": "60", "qmgr": "300", "tlsmgr": "1000?"}.get(name, "-")
        unprivileged = "n" if name in {"virtual"} else "-"
        services.append(f"{name} unix {private} {unprivileged} n {wake} {limit} {program}")
    services.append("postlog unix-dgram n - n - 1 postlogd")
    return "\n".join(services) + "\n"
