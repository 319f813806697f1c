"""What can be known of head office's containers without an engine to run them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest
import yaml  # type: ignore[import-untyped]
from packaging.requirements import Requirement

from pos_app.composition.head_office_settings import PREFIX, Settings
from tests.fakes.certificates import self_signed

ROOT: Final = Path(__file__).parents[2]
PLACE: Final = ROOT / "build" / "head_office"
COMPOSE: Final = PLACE / "compose.yaml"
REPLICAS: Final = ("api1", "api2", "api3")
NGINX: Final = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")

_TEXTS: Final = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_WORDS: Final = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_NAMED: Final = {"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}}


def only(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def each(of: Mapping[str, Any]) -> dict[str, Any]:
    """An object whose members have names of services, volumes or networks."""
    return {
        "type": "object",
        "patternProperties": {"^[a-zA-Z0-9._-]+$": of},
        "additionalProperties": False,
    }


LIMITS: Final = only(cpus={"type": ["number", "string"]}, memory={"type": "string"})
SERVICE: Final = only(
    build=only(context={"type": "string"}, dockerfile={"type": "string"}),
    cap_add=_TEXTS,
    cap_drop=_TEXTS,
    command=_WORDS,
    depends_on={
        "oneOf": [
            _TEXTS,
            each(
                {
                    **only(
                        condition={
                            "enum": [
                                "service_started",
                                "service_healthy",
                                "service_completed_successfully",
                            ]
                        },
                        restart={"type": "boolean"},
                    ),
                    "required": ["condition"],
                }
            ),
        ]
    },
    deploy=only(resources=only(limits=LIMITS)),
    environment=_NAMED,
    healthcheck=only(
        disable={"type": "boolean"},
        test=_WORDS,
        interval={"type": "string", "pattern": "^[0-9]+s$"},
        timeout={"type": "string", "pattern": "^[0-9]+s$"},
        retries={"type": "integer"},
    ),
    image={"type": "string"},
    networks=_TEXTS,
    ports=_TEXTS,
    read_only={"type": "boolean"},
    restart={"enum": ["no", "always", "on-failure", "unless-stopped"]},
    security_opt=_TEXTS,
    shm_size={"type": "string"},
    stop_grace_period={"type": "string", "pattern": "^[0-9]+s$"},
    tmpfs=_WORDS,
    user={"type": "string"},
    volumes=_TEXTS,
)
# The part of the Compose Specification that the file uses; nothing else may stand in it.
SCHEMA: Final = {
    **only(
        name={"type": "string"},
        services=each(SERVICE),
        networks=each(only(internal={"type": "boolean"})),
        volumes=each(only()),
    ),
    "patternProperties": {"^x-": {}},
    "required": ["services"],
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return read


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    else:
        yield str(value)


class TestCompose:
    def test_is_as_the_specification_says(self, compose: dict[str, Any]) -> None:
        jsonschema_rs.validate(SCHEMA, compose)

    def test_would_be_refused_with_a_slip(self, compose: dict[str, Any]) -> None:
        slip = {**compose, "services": {**compose["services"], "api4": {"imagee": "x"}}}

        assert not jsonschema_rs.is_valid(SCHEMA, slip)

    def test_limits_three_replicas(self, compose: dict[str, Any]) -> None:
        for name in REPLICAS:
            limits = compose["services"][name]["deploy"]["resources"]["limits"]
            assert limits == {"cpus": "0.5", "memory": "512M"}

    def test_names_only_what_it_has(self, compose: dict[str, Any]) -> None:
        services = compose["services"]
        for service in services.values():
            assert set(service.get("depends_on", ())) <= set(services)
            assert set(service["networks"]) <= set(compose["networks"])
            for volume in service.get("volumes", ()):
                source = volume.split(":")[0]
                is_given = source.startswith("${")
                assert is_given or source in compose["volumes"] or (PLACE / source).is_file()

    def test_lets_nobody_in_but_through_nginx(self, compose: dict[str, Any]) -> None:
        open_ones = [name for name, one in compose["services"].items() if "ports" in one]

        assert open_ones == ["nginx"]
        assert compose["networks"]["inside"] == {"internal": True}

    def test_gives_nobody_more_than_they_need(self, compose: dict[str, Any]) -> None:
        for name, service in compose["services"].items():
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name

    def test_begins_with_the_database_that_replicas_reach(self, compose: dict[str, Any]) -> None:
        """The one that makes the database, at first, answers at its socket alone."""
        services = compose["services"]

        assert " -h 127.0.0.1 " in services["postgres"]["healthcheck"]["test"][1]
        assert all(services["nginx"]["depends_on"][name]["restart"] for name in REPLICAS)

    def test_kills_no_replica_because_the_database_is_away(self) -> None:
        """Whether it could work is asked at /readyz, and is no reason to end it."""
        lines = (PLACE / "Dockerfile").read_text(encoding="utf-8")
        [asked] = re.findall(r"HEALTHCHECK .*\\\n.*:8000(/\w+)", lines)

        assert asked == "/healthz"

    def test_holds_no_secret(self, compose: dict[str, Any]) -> None:
        secret = re.compile(r"(PASSWORD|SECRET|TOKEN)\w*$")
        for service in compose["services"].values():
            for name, value in service.get("environment", {}).items():
                if secret.search(name):
                    assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
        assert not [text for text in texts(compose) if re.search(r"://[^/$]*:[^$@]+@", text)]

    def test_sets_what_head_office_reads(self, compose: dict[str, Any]) -> None:
        """The address behind the proxy is the client's: the limits of sign-in go by it."""
        given = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in compose["services"]["api1"]["environment"].items()
            if name.startswith(PREFIX)
        }

        assert given.keys() <= Settings.model_fields.keys()
        assert given["trusted_proxies"] == "*"
        assert (
            "proxy_set_header X-Forwarded-For $remote_addr;" in (PLACE / "proxy.conf").read_text()
        )

    def test_asks_for_what_the_example_names(self) -> None:
        asked = set(re.findall(r"(?<!\$)\$\{(\w+):\?", COMPOSE.read_text(encoding="utf-8")))
        lines = (PLACE / ".env.example").read_text(encoding="utf-8").splitlines()
        named = dict(line.split("=") for line in lines if line and line[0] != "#")

        assert set(named) == asked
        assert set(named.values()) == {""}
        assert "/build/head_office/.env" in (ROOT / ".gitignore").read_text("utf-8").split()


class TestImage:
    def test_needs_no_screen(self) -> None:
        """What the image leaves out is asked for by nothing that head office imports."""
        program = (
            "import sys; sys.modules['PySide6'] = None\n"
            "import pos_app.composition.head_office_cli.main\n"
            "import pos_app.composition.head_office_cli.serve\n"
            "import pos_app.composition.head_office_cli.staff"
        )

        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True
        )

        assert done.returncode == 0, done.stderr

    def test_is_built_in_stages_and_runs_for_nobody(self) -> None:
        lines = (PLACE / "Dockerfile").read_text(encoding="utf-8").splitlines()
        last = max(number for number, line in enumerate(lines) if line.startswith("FROM "))

        assert sum(line.startswith("FROM ") for line in lines) > 1
        assert [line for line in lines[last:] if line.startswith("USER ")] == ["USER 10001"]
        assert any(line.startswith("HEALTHCHECK ") for line in lines[last:])
        assert not [line for line in lines[last:] if re.match(r"RUN .*(pip|apt)", line)]

    def test_installs_locked_packages_only(self) -> None:
        text = (PLACE / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
        installs = re.findall(r"pip (?:--python \S+ )?install ([^&\n]*)", text)

        assert len(installs) == 3
        for words in installs:
            assert "--require-hashes" in words or "--no-index" in words

    def test_copies_what_is_there(self) -> None:
        text = (PLACE / "Dockerfile").read_text(encoding="utf-8")
        copied = [
            word
            for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE)
            for word in line.split()[:-1]
        ]
        kept = (PLACE / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()

        assert len(copied) > 5
        for word in copied:
            assert (ROOT / word).exists(), word
            assert any(Path(word).match(one[1:]) for one in kept if one[0] == "!"), word

    def test_leaves_out_of_the_lock_what_only_screens_need(self) -> None:
        """The same lines of awk over the real lock: every package but Qt's two."""
        dockerfile = (PLACE / "Dockerfile").read_text(encoding="utf-8")
        program, other = re.findall(r"awk '([^']+)'", dockerfile)

        def chosen(words: str, lock: str) -> set[str]:
            path = ROOT / "build" / lock
            kept = subprocess.run(["awk", words, path], check=True, capture_output=True, text=True)
            return set(re.findall(r"^(\S+)==", kept.stdout, re.MULTILINE))

        everything = chosen("1", "requirements-head-office.txt")
        assert everything - chosen(program, "requirements-head-office.txt") == {
            *("pyside6-essentials", "shiboken6")
        }
        needed = [Requirement(line) for line in requires("hatchling") or ()]
        building = {one.name for one in needed if one.marker is None or one.marker.evaluate()}
        assert chosen(other, "requirements-dev.txt") == {"hatchling", *building}


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
class TestNginx:
    def test_takes_its_configuration(self, tmp_path: Path) -> None:
        """With the names of the containers as this machine, and a certificate made for it."""
        assert NGINX is not None
        certificate = self_signed(tmp_path)
        for name in ("fullchain.pem", "privkey.pem"):
            shutil.copy(certificate, tmp_path / name)
        text = (PLACE / "nginx.conf").read_text(encoding="utf-8")
        for name in REPLICAS:
            assert f"server {name}:8000 " in text
            text = text.replace(f"{name}:8000", "127.0.0.1:8000")
        text = text.replace("pid /tmp/", f"pid {tmp_path}/")
        text = text.replace("/etc/nginx/certificates", str(tmp_path))
        (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
        for name in ("limits.conf", "proxy.conf"):
            shutil.copy(PLACE / name, tmp_path)

        done = subprocess.run(
            [NGINX, "-t", "-p", tmp_path, "-e", "stderr", "-c", tmp_path / "nginx.conf"],
            check=False,
            capture_output=True,
            text=True,
        )

        assert done.returncode == 0, done.stderr
        assert "test is successful" in done.stderr
