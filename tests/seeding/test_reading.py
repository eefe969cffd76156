"""The files of a seed as drafts, and every fault of them by file and line, all at once."""

from pathlib import Path

import pytest

from api.directory.drafts import CalendarDraft, NeedDraft, OrganizationDraft, ServiceDraft, SourceDraft
from api.seeding.reading import SeedFaults, read_seed
from api.seeding.yaml_files import FileFault
from tests.conftest import SEED_FOLDER

FILES = {
    "organizations.yaml": """\
# Who offers services.
- id: police
  url: https://www.npa.go.jp/
- id: ministry
""",
    "needs.yaml": """\
- id: danger
- id: work
- id: passport
  parent: work
""",
    "sources.yaml": """\
- id: report
  as_of: 2025-08-26
- id: page
  url: https://example.go.jp/page
""",
    "calendars.yaml": """\
- id: year-end
  days: [{from: 12-28, to: 01-03}]
""",
    "services.yaml": """\
- id: police-110
  organization: police
  status: active
  area: JP-13
  anonymous: true
  languages_stated: listed
  needs: [danger, passport]
  verified_on: 2025-08-26
  verification_method: document

- id: old-line
  organization: ministry
  status: inactive
  languages_stated: not_stated
  needs: []
""",
    "contact_points.yaml": """\
- service: police-110
  id: phone
  type: phone
  number: 110
  cost: free
  fallback: ip-phone
  reachable: {ip_phone: false, abroad: false}
- service: police-110
  id: ip-phone
  type: phone
  number: 03-3581-0141
- service: police-110
  id: page
  type: web_page
  url: https://example.go.jp/
""",
    "languages.yaml": """\
- service: police-110
  tags: [en, vi]
  mode: interpreter
- service: police-110
  contact_point: ip-phone
  tags: [th]
""",
    "schedules.yaml": """\
- service: police-110
  contact_point: phone
  byday: [MO, TU]
  opens_at: '09:00'
  closes_at: '17:00'
  public_holidays: closed
""",
    "schedule_exceptions.yaml": """\
- service: police-110
  contact_point: phone
  status: closed
  from: 12-29
  to: 01-03
""",
    "evidence.yaml": """\
- service: police-110
  id: figure-25
  source: report
  locator: Figure 25
  fields: [/name, /contact_points/phone/dial]
- service: old-line
  id: figure-25
  source: report
  locator: Figure 25
""",
    "texts/en.yaml": """\
organizations:
  police:
    name: Police
  ministry:
    name: Ministry
needs:
  danger:
    name: I am in danger
    description: Now.
  work:
    name: Trouble at work
    description: Any.
  passport:
    name: My passport is gone
    description: Taken.
sources:
  report:
    title: Report
  page:
    title: Page
services:
  police-110:
    name: Police
    description: They come.
    audience: Anybody.
    contact_points:
      phone:
        label: Telephone
      ip-phone:
        label: IP phone
      page:
        label: Page
    evidence:
      figure-25:
        note: Printed twice.
  old-line:
    name: Old line
    description: It was.
""",
    "texts/ja.yaml": """\
services:
  police-110:
    name: 警察
    evidence:
      figure-25:
        note: 二度印刷されている。
""",
}


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A small seed without faults."""
    folder = tmp_path / "seed"
    (folder / "texts").mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def change(seed: Path, name: str, old: str, new: str) -> None:
    """Replace what stands once in a file of the seed; an empty `old` appends."""
    path = seed / name
    content = path.read_text(encoding="utf-8")
    assert old == "" or content.count(old) == 1
    path.write_text(content.replace(old, new) if old else content + new, encoding="utf-8")


def faults_of(seed: Path) -> list[FileFault]:
    with pytest.raises(SeedFaults) as refused:
        read_seed(seed)
    return refused.value.faults


def told(faults: list[FileFault]) -> list[str]:
    return [f"{fault.file}:{fault.line}: {fault.name}: {fault.code}" for fault in faults]


def test_rows_are_put_together_to_the_documents_that_an_editor_sends(seed: Path) -> None:
    police = ServiceDraft.model_validate(
        {
            "id": "police-110",
            "organization": "police",
            "status": "active",
            "name": {"en": "Police", "ja": "警察"},
            "description": {"en": "They come."},
            "audience": {"en": "Anybody."},
            "area": "JP-13",
            "needs": ["danger", "passport"],
            "anonymous": True,
            "languages_stated": "listed",
            "languages": [
                {"tag": "en", "mode": "interpreter"},
                {"tag": "vi", "mode": "interpreter"},
                {"tag": "th", "contact_point": "ip-phone"},
            ],
            "contact_points": [
                {
                    "id": "phone",
                    "type": "phone",
                    "label": {"en": "Telephone"},
                    "number": "110",
                    "reachable": {"ip_phone": False, "abroad": False},
                    "fallback": "ip-phone",
                    "cost": "free",
                },
                {"id": "ip-phone", "type": "phone", "label": {"en": "IP phone"}, "number": "03-3581-0141"},
                {"id": "page", "type": "web_page", "label": {"en": "Page"}, "url": "https://example.go.jp/"},
            ],
            "schedules": [
                {
                    "contact_point": "phone",
                    "byday": ["MO", "TU"],
                    "opens_at": "09:00",
                    "closes_at": "17:00",
                    "public_holidays": "closed",
                }
            ],
            "schedule_exceptions": [{"contact_point": "phone", "status": "closed", "from": "12-29", "to": "01-03"}],
            "evidence": [
                {
                    "id": "figure-25",
                    "source": "report",
                    "locator": "Figure 25",
                    "fields": ["/name", "/contact_points/phone/dial"],
                    "note": {"en": "Printed twice.", "ja": "二度印刷されている。"},
                }
            ],
            "verified_on": "2025-08-26",
            "verification_method": "document",
        }
    )
    old_line = ServiceDraft.model_validate(
        {
            "id": "old-line",
            "organization": "ministry",
            "status": "inactive",
            "name": {"en": "Old line"},
            "description": {"en": "It was."},
            "languages_stated": "not_stated",
            "evidence": [{"id": "figure-25", "source": "report", "locator": "Figure 25"}],
        }
    )

    assert read_seed(seed) == {
        "organizations": [
            OrganizationDraft(id="police", name={"en": "Police"}, url="https://www.npa.go.jp/"),
            OrganizationDraft(id="ministry", name={"en": "Ministry"}),
        ],
        "needs": [
            NeedDraft(id="danger", name={"en": "I am in danger"}, description={"en": "Now."}, position=0),
            NeedDraft(id="work", name={"en": "Trouble at work"}, description={"en": "Any."}, position=1),
            NeedDraft(
                id="passport",
                name={"en": "My passport is gone"},
                description={"en": "Taken."},
                parent="work",
                position=2,
            ),
        ],
        "sources": [
            SourceDraft(id="report", title={"en": "Report"}, as_of="2025-08-26"),
            SourceDraft(id="page", title={"en": "Page"}, url="https://example.go.jp/page"),
        ],
        "calendars": [
            CalendarDraft.model_validate({"id": "year-end", "days": [{"from": "12-28", "to": "01-03"}]}),
        ],
        "services": [police, old_line],
    }


def test_the_shipped_seed_has_no_fault() -> None:
    assert {table: bool(drafts) for table, drafts in read_seed(SEED_FOLDER).items()} == {
        "organizations": True,
        "needs": True,
        "sources": True,
        "calendars": True,
        "services": True,
    }


@pytest.mark.parametrize("empty", ["schedules.yaml", "schedule_exceptions.yaml", "languages.yaml"])
def test_a_table_may_be_empty(seed: Path, empty: str) -> None:
    (seed / empty).write_text("# Nothing yet.\n", encoding="utf-8")
    change(seed, "services.yaml", "languages_stated: listed", "languages_stated: not_stated")
    (seed / "languages.yaml").write_text("", encoding="utf-8")

    assert len(read_seed(seed)["services"]) == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "faults"),
    [
        # what is not YAML, or not a table
        ("services.yaml", "  area: JP-13\n", "  area: [JP-13\n", ["services.yaml:5: : unreadable-file", ...]),
        ("services.yaml", "  area: JP-13\n", "\tarea: JP-13\n", ["services.yaml:4: : unreadable-file", ...]),
        ("sources.yaml", FILES["sources.yaml"], "report\n", ["sources.yaml:1: : not-a-list", ...]),
        ("organizations.yaml", "", "- police\n", ["organizations.yaml:5: : not-an-object"]),
        ("contact_points.yaml", "", "-\n", ["contact_points.yaml:16: : not-an-object"]),
        ("services.yaml", "  area: JP-13\n", "  area: JP-13\n  area: JP-27\n", ["services.yaml:5: area: repeated"]),
        (
            "texts/en.yaml",
            "    audience: Anybody.\n",
            "    name: Police again\n    audience: Anybody.\n",
            ["texts/en.yaml:25: name: repeated"],
        ),
        # ids
        ("organizations.yaml", "", "- id: police\n", ["organizations.yaml:5: id: repeated"]),
        ("organizations.yaml", "", "- url: https://a.jp/\n", ["organizations.yaml:5: id: required"]),
        ("needs.yaml", "", "- id: danger\n", ["needs.yaml:5: id: repeated"]),
        ("sources.yaml", "", "- id:\n", ["sources.yaml:5: id: required"]),
        ("services.yaml", "", "- id: police-110\n", ["services.yaml:16: id: repeated"]),
        (
            "contact_points.yaml",
            "",
            "- service: police-110\n  id: page\n  type: in_person\n",
            [
                "contact_points.yaml:12: contact_points.label: required",
                "contact_points.yaml:16: contact_points: repeated",
            ],
        ),
        (
            "evidence.yaml",
            "",
            "- service: old-line\n  id: figure-25\n  source: page\n  locator: Page\n",
            ["evidence.yaml:10: evidence: repeated"],
        ),
        # fields
        ("services.yaml", "  area: JP-13\n", "  areas: JP-13\n", ["services.yaml:4: areas: unknown-field"]),
        ("services.yaml", "  area: JP-13\n", "  area: Tokyo\n", ["services.yaml:4: area: unknown-area"]),
        ("services.yaml", "  status: active\n", "  status: open\n", ["services.yaml:3: status: not-one-of"]),
        ("services.yaml", "  status: active\n", "", ["services.yaml:1: status: required"]),
        (
            "services.yaml",
            "  anonymous: true\n",
            "  anonymous: maybe\n",
            ["services.yaml:5: anonymous: not-true-or-false"],
        ),
        (
            "services.yaml",
            "verified_on: 2025-08-26",
            "verified_on: 2025-08",
            ["services.yaml:8: verified_on: not-a-date"],
        ),
        (
            "services.yaml",
            "verified_on: 2025-08-26",
            "verified_on: 2025-02-30",
            ["services.yaml:8: verified_on: not-a-date"],
        ),
        (
            "services.yaml",
            "  verification_method: document\n",
            "",
            ["services.yaml:8: verified_on: verification-halved"],
        ),
        ("services.yaml", "needs: [danger, passport]", "needs: danger", ["services.yaml:7: needs: not-a-list"]),
        ("sources.yaml", "as_of: 2025-08-26", "as_of: August 2025", ["sources.yaml:2: as_of: not-a-date"]),
        ("sources.yaml", "/page\n", "/page one\n", ["sources.yaml:4: url: not-a-url"]),
        ("sources.yaml", "https://example", "http s://example", ["sources.yaml:4: url: not-a-url"]),
        ("organizations.yaml", "https://www.", "www.", ["organizations.yaml:3: url: not-a-url"]),
        (
            "contact_points.yaml",
            "number: 110\n",
            "number: 0120-924\n",
            ["contact_points.yaml:4: contact_points.number: not-a-number"],
        ),
        (
            "contact_points.yaml",
            "number: 110\n",
            "number: '00-000-0000'\n",
            ["contact_points.yaml:4: contact_points.number: not-a-number"],
        ),
        (
            "contact_points.yaml",
            "cost: free",
            "cost: cheap",
            ["contact_points.yaml:5: contact_points.cost: not-one-of"],
        ),
        (
            "contact_points.yaml",
            "type: web_page",
            "type: website",
            ["contact_points.yaml:14: contact_points.type: not-one-of"],
        ),
        (
            "contact_points.yaml",
            "fallback: ip-phone",
            "fallback: fax",
            ["contact_points.yaml:6: contact_points.fallback: unknown-contact-point"],
        ),
        (
            "contact_points.yaml",
            "abroad: false",
            "abroad: seldom",
            ["contact_points.yaml:7: contact_points.reachable.abroad: not-true-or-false"],
        ),
        (
            "contact_points.yaml",
            "  url: https://example.go.jp/\n",
            "",
            ["contact_points.yaml:12: contact_points.url: missing-for-type"],
        ),
        ("languages.yaml", "tags: [en, vi]", "tags: [en, tl]", ["languages.yaml:2: languages.tag: not-canonical"]),
        ("languages.yaml", "tags: [en, vi]", "tags: [en, en_US]", ["languages.yaml:2: languages.tag: not-a-tag"]),
        ("languages.yaml", "tags: [en, vi]", "tags: [en, vi, en]", ["languages.yaml:1: languages: repeated"]),
        (
            "languages.yaml",
            "tags: [th]",
            "tags: th",
            ["languages.yaml:4: languages.tag: required", "languages.yaml:6: languages.tags: unknown-field"],
        ),
        ("languages.yaml", "mode: interpreter", "mode: person", ["languages.yaml:3: languages.mode: not-one-of"] * 2),
        (
            "languages.yaml",
            "contact_point: ip-phone",
            "contact_point: fax",
            ["languages.yaml:5: languages.contact_point: unknown-contact-point"],
        ),
        ("schedules.yaml", "[MO, TU]", "[Monday]", ["schedules.yaml:3: schedules.byday: ill-formed"]),
        ("schedules.yaml", "'17:00'", "5 pm", ["schedules.yaml:5: schedules.closes_at: ill-formed"]),
        (
            "schedules.yaml",
            "contact_point: phone",
            "contact_point: page",
            ["schedules.yaml:2: schedules.contact_point: no-hours-for-type"],
        ),
        (
            "schedule_exceptions.yaml",
            "to: 01-03",
            "to: 3 January",
            [
                "schedule_exceptions.yaml:5: schedule_exceptions.to: not-a-day",
            ],
        ),
        (
            "schedule_exceptions.yaml",
            "  from: 12-29\n  to: 01-03\n",
            "  calendar: lunar\n",
            ["schedule_exceptions.yaml:4: schedule_exceptions.calendar: unknown-calendar"],
        ),
        (
            "schedule_exceptions.yaml",
            "  from: 12-29\n",
            "",
            ["schedule_exceptions.yaml:1: schedule_exceptions.calendar: days-or-calendar"],
        ),
        (
            "calendars.yaml",
            "12-28, to: 01-03",
            "2027-12-28, to: 2027-01-03",
            ["calendars.yaml:2: days.to: ends-before-it-begins"],
        ),
        (
            "schedules.yaml",
            "closes_at: '17:00'",
            "closes_at: '09:00'",
            ["schedules.yaml:5: schedules.closes_at: no-time"],
        ),
        (
            "schedules.yaml",
            "  byday: [MO, TU]\n  opens_at: '09:00'\n",
            "  language: km\n  byday: [6MO]\n  opens_at: '25:00'\n",
            [
                "schedules.yaml:3: schedules.language: unknown-language-there",
                "schedules.yaml:4: schedules.byday: ill-formed",
                "schedules.yaml:5: schedules.opens_at: ill-formed",
            ],
        ),
        (
            "evidence.yaml",
            "/contact_points/phone/dial",
            "/contact_points/fax/dial",
            ["evidence.yaml:5: evidence.fields: unknown-pointer"],
        ),
        ("services.yaml", "  area: JP-13\n", "  name: Police\n", ["services.yaml:4: name: not-an-object"]),
        # references
        (
            "services.yaml",
            "organization: police",
            "organization: army",
            ["services.yaml:2: organization: unknown-organization"],
        ),
        ("services.yaml", "[danger, passport]", "[danger, love]", ["services.yaml:7: needs: unknown-need"]),
        ("needs.yaml", "parent: work", "parent: life", ["needs.yaml:4: parent: unknown-parent"]),
        ("needs.yaml", "parent: work", "parent: passport", ["needs.yaml:4: parent: unknown-parent"]),
        (
            "needs.yaml",
            "",
            "- id: visa\n  parent: passport\n",
            [
                "needs.yaml:5: name: required",
                "needs.yaml:5: description: required",
                "needs.yaml:6: parent: unknown-parent",
            ],
        ),
        (
            "evidence.yaml",
            "- service: police-110\n  id: figure-25\n  source: report",
            "- service: police-110\n  id: figure-25\n  source: rumour",
            ["evidence.yaml:3: evidence.source: unknown-source"],
        ),
        (
            "services.yaml",
            "  needs: []\n",
            "  needs: []\n  replaced_by: nothing\n",
            ["services.yaml:16: replaced_by: unknown-service"],
        ),
        (
            "contact_points.yaml",
            "",
            "- service: nobody\n  id: a\n  type: phone\n",
            ["contact_points.yaml:16: service: no-such-record"],
        ),
        ("evidence.yaml", "", "- service: nobody\n  id: a\n", ["evidence.yaml:10: service: no-such-record"]),
        # texts
        ("texts/en.yaml", "", "  nobody:\n    name: Nobody\n", ["texts/en.yaml:39: nobody: no-such-record"]),
        (
            "texts/en.yaml",
            "sources:",
            "documents:",
            [
                "sources.yaml:1: title: required",
                "sources.yaml:3: title: required",
                "texts/en.yaml:16: documents: unknown-field",
            ],
        ),
        (
            "texts/en.yaml",
            "        label: IP phone\n",
            "",
            ["contact_points.yaml:8: contact_points.label: required", "texts/en.yaml:29: ip-phone: no-such-record"],
        ),
        (
            "texts/en.yaml",
            "      ip-phone:\n",
            "      fax:\n",
            ["contact_points.yaml:8: contact_points.label: required", "texts/en.yaml:29: fax: no-such-record"],
        ),
        (
            "texts/en.yaml",
            "    title: Page\n",
            "    titel: Page\n",
            ["sources.yaml:3: title: required", "texts/en.yaml:20: titel: unknown-field"],
        ),
        ("texts/en.yaml", "    name: Old line\n", "", ["services.yaml:11: name: required"]),
        ("texts/en.yaml", "They come.", "<b>They come.</b>", ["texts/en.yaml:24: description.en: markup"]),
        (
            "texts/en.yaml",
            "    evidence:\n      figure-25:\n        note: Printed twice.\n",
            "    evidence: Printed twice.\n",
            ["texts/en.yaml:33: evidence: not-an-object"],
        ),
        ("texts/en.yaml", "They come.", "''", ["texts/en.yaml:24: description.en: empty"]),
        ("texts/en.yaml", "They come.", "[They, come]", ["texts/en.yaml:24: description.en: not-text"]),
        ("texts/en.yaml", "Printed twice.", '"\\u202e"', ["texts/en.yaml:35: evidence.note.en: control-character"]),
        ("texts/en.yaml", "Printed twice.", '"\\uD800"', ["texts/en.yaml:35: evidence.note.en: not-understood"]),
    ],
)
def test_a_fault_is_told_by_file_and_line(seed: Path, file: str, old: str, new: str, faults: list[object]) -> None:
    change(seed, file, old, new)

    expected = [f"seed/{fault}" for fault in faults if fault is not ...]
    found = told(faults_of(seed))
    if ... in faults:  # what cannot be read leaves nothing for others to refer to, and that is told too
        found = [fault for fault in found if fault in expected]
    assert found == expected


def test_all_faults_are_told_at_once_in_the_order_of_files_and_lines(seed: Path) -> None:
    change(seed, "organizations.yaml", "https://www.npa.go.jp/", "nowhere")
    change(seed, "services.yaml", "organization: police", "organization: army")
    change(seed, "services.yaml", "[danger, passport]", "[danger, love]")
    change(seed, "contact_points.yaml", "number: 110\n", "number: none\n")
    change(seed, "schedule_exceptions.yaml", "to: 01-03", "to: never")
    change(seed, "evidence.yaml", "", "- service: nobody\n")
    change(seed, "texts/ja.yaml", "警察", "''")
    (seed / "schedules.yaml").unlink()

    assert told(faults_of(seed)) == [
        "seed/contact_points.yaml:4: contact_points.number: not-a-number",
        "seed/evidence.yaml:10: service: no-such-record",
        "seed/organizations.yaml:3: url: not-a-url",
        "seed/schedule_exceptions.yaml:5: schedule_exceptions.to: not-a-day",
        "seed/schedules.yaml:1: : missing-file",
        "seed/services.yaml:2: organization: unknown-organization",
        "seed/services.yaml:7: needs: unknown-need",
        "seed/texts/ja.yaml:3: name.ja: empty",
    ]


def test_a_fault_carries_the_values_that_its_reason_shows(seed: Path) -> None:
    change(seed, "languages.yaml", "tags: [th]", "tags: [tl]")
    change(seed, "needs.yaml", "parent: work", "parent: life")
    change(seed, "texts/ja.yaml", "  police-110:", "  police-119:")

    assert [(fault.code, fault.values) for fault in faults_of(seed)] == [
        ("not-canonical", {"canonical": "fil"}),
        ("unknown-parent", {"id": "life"}),
        ("no-such-record", {"id": "police-119"}),
    ]


def test_contradictions_between_fields_are_told_together_with_faults_of_fields(seed: Path) -> None:
    change(seed, "contact_points.yaml", "number: 110\n", "number: none\n")
    change(seed, "contact_points.yaml", "fallback: ip-phone", "fallback: fax")

    assert told(faults_of(seed)) == [
        "seed/contact_points.yaml:4: contact_points.number: not-a-number",
        "seed/contact_points.yaml:6: contact_points.fallback: unknown-contact-point",
    ]


def test_a_missing_file_is_a_fault(seed: Path) -> None:
    for name in FILES:
        path = seed / name
        content = path.read_text(encoding="utf-8")
        path.unlink()
        if name.startswith("texts/"):
            continue
        assert f"seed/{name}:1: : missing-file" in told(faults_of(seed))
        path.write_text(content, encoding="utf-8")
    assert "seed/texts:1: : missing-file" in told(faults_of(seed))


def test_a_folder_that_is_not_there_is_a_fault_for_each_of_its_files(tmp_path: Path) -> None:
    assert {fault.code for fault in faults_of(tmp_path / "nowhere")} == {"missing-file"}
    assert len(faults_of(tmp_path / "nowhere")) == 11


@pytest.mark.parametrize("locale", ["en_US", "Engl ish", "e"])
def test_a_file_of_texts_is_named_after_a_locale(seed: Path, locale: str) -> None:
    (seed / "texts" / f"{locale}.yaml").write_text("needs:\n  work:\n    name: Work\n", encoding="utf-8")

    assert [(fault.file, fault.code) for fault in faults_of(seed)] == [(f"seed/texts/{locale}.yaml", "not-a-tag")]


@pytest.mark.parametrize(
    "children",
    [
        "  contact_points: 110\n",
        "  contact_points: {phone: 110}\n",
        "  contact_points: [110]\n",
        "  evidence: Figure 25\n",
        "  languages: en\n",
        "  schedules: always\n",
        "  schedule_exceptions: never\n",
    ],
)
def test_a_child_that_is_written_into_the_table_of_services_is_a_fault_there(seed: Path, children: str) -> None:
    change(seed, "services.yaml", "  area: JP-13\n", children)

    assert ("seed/services.yaml", 4) in {(fault.file, fault.line) for fault in faults_of(seed)}


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("texts/en.yaml", "sources:\n", "remark: Nobody reads this.\nsources:\n", 16),
        ("texts/ja.yaml", "services:\n", "needs: []\nservices:\n", 1),
        ("texts/ja.yaml", "services:\n", "- services\n- needs\nservices:\n", 3),
        ("texts/ja.yaml", FILES["texts/ja.yaml"], "- services\n", 1),
        ("needs.yaml", "- id: danger\n", "- id: danger\n  position: 3\n", 2),
    ],
)
def test_nothing_in_a_file_is_passed_over_in_silence(seed: Path, file: str, old: str, new: str, line: int) -> None:
    change(seed, file, old, new)

    assert (f"seed/{file}", line) in {(fault.file, fault.line) for fault in faults_of(seed)}


def test_a_row_that_names_no_service_is_told_so(seed: Path) -> None:
    change(seed, "evidence.yaml", "", "- id: figure-1\n  source: report\n  locator: Figure 1\n")

    assert told(faults_of(seed)) == ["seed/evidence.yaml:10: service: required"]


# ---- translations and phrases ----

VIETNAMESE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgctxt "services/police-110/name"
msgid "Police"
msgstr "Cảnh sát"

#, reviewed
msgctxt "services/police-110/contact_points/phone/label"
msgid "Telephone"
msgstr "Điện thoại"

msgctxt "services/police-110/evidence/figure-25/note"
msgid "Printed once."
msgstr "In hai lần."

#, reviewed
msgctxt "needs/danger/name"
msgid "I was in danger"
msgstr "Tôi gặp nguy hiểm"
"""


def test_translations_are_read_with_what_is_known_of_them(seed: Path) -> None:
    (seed / "texts" / "vi.po").write_text(VIETNAMESE, encoding="utf-8")

    drafts = read_seed(seed)
    police = next(draft for draft in drafts["services"] if draft.id == "police-110")
    danger = next(draft for draft in drafts["needs"] if draft.id == "danger")

    assert isinstance(police, ServiceDraft)
    assert isinstance(danger, NeedDraft)
    assert police.name == {"en": "Police", "ja": "警察", "vi": "Cảnh sát"}
    assert police.contact_points[0].label["vi"] == "Điện thoại"
    assert police.translations["vi"].outdated == ("/evidence/figure-25/note",)
    assert police.translations["vi"].reviewed == ("/contact_points/phone/label",)
    assert danger.translations["vi"].outdated == ("/name",)
    assert danger.translations["vi"].reviewed == ()  # it was of another English text that somebody reviewed it


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("services/nowhere/name", "no-such-record"),
        ("services/police-110/contact_points/fax/label", "no-such-record"),
        ("services/police-110/colour", "unknown-field"),
        ("services/police-110/status", "unknown-field"),
        ("services/police-110/translations", "unknown-field"),
        ("services/police-110/contact_points/phone/number", "unknown-field"),
        ("nothing/at/all", "unknown-field"),
    ],
)
def test_a_translation_of_what_is_not_there_is_told(seed: Path, place: str, code: str) -> None:
    content = VIETNAMESE.replace("services/police-110/name", place)
    (seed / "texts" / "vi.po").write_text(content, encoding="utf-8")

    with pytest.raises(SeedFaults) as raised:
        read_seed(seed)

    assert {(fault.file, fault.code) for fault in raised.value.faults} == {("seed/texts/vi.po", code)}


def test_phrases_belong_to_their_need_and_locale(seed: Path) -> None:
    (seed / "phrases").mkdir()
    (seed / "phrases" / "en.txt").write_text("danger:\nhelp\npassport:\nboss took it\n", encoding="utf-8")
    (seed / "phrases" / "vi.txt").write_text("danger:\ncứu\n", encoding="utf-8")

    needs = {draft.id: draft for draft in read_seed(seed)["needs"] if isinstance(draft, NeedDraft)}

    assert needs["danger"].phrases == {"en": ("help",), "vi": ("cứu",)}
    assert needs["passport"].phrases == {"en": ("boss took it",)}
    assert needs["work"].phrases == {}


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("nowhere:\nhelp\n", 1, "no-such-record"),
        (f"danger:\nhelp\n{'x' * 201}\n", 3, "too-long"),
        ("danger:\nhelp\n<b>help</b>\n", 3, "markup"),
        ("danger:\npassport:\nhelp\n", 1, "too-few"),
    ],
)
def test_a_phrase_that_cannot_be_is_told_by_its_line(seed: Path, content: str, line: int, code: str) -> None:
    (seed / "phrases").mkdir()
    (seed / "phrases" / "en.txt").write_text(content, encoding="utf-8")

    with pytest.raises(SeedFaults) as raised:
        read_seed(seed)

    assert [(fault.file, fault.line, fault.code) for fault in raised.value.faults] == [
        ("seed/phrases/en.txt", line, code)
    ]
