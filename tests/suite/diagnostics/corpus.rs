//! Wrong files: one mistake each, and the rule that has to find it.

use crate::support::{Region, Result};

/// One mistake in the imaginary region. `«` in the new text marks where the problem has to point; the mark itself is
/// not written.
pub struct Case {
    pub code: &'static str,
    pub file: &'static str,
    change: Change,
    /// What else is rightly reported for the same mistake.
    pub also: &'static [&'static str],
}

enum Change {
    /// The only place where the first text stands gets the second.
    Replace(&'static str, &'static str),
    /// The whole file.
    Write(String),
    /// Bytes that are no text: the problem has a file, but no line.
    Bytes(Vec<u8>),
    /// The file is gone: the problem names it all the same.
    Remove,
}

use Change::{Bytes, Remove, Replace, Write};

fn case(code: &'static str, file: &'static str, change: Change) -> Case {
    Case { code, file, change, also: &[] }
}

pub const HARBOUR: &str = "boroughs/harbour-quay.yaml";
pub const ELIDOR: &str = "boroughs/st-elidor.yaml";
pub const MERE: &str = "boroughs/mill-and-mere.yaml";
pub const NORTH: &str = "boroughs/northpoint.yaml";
pub const CHAPTER: &str = "report/01-at-a-glance.md";

fn write(text: &str) -> Change {
    Write(text.to_owned())
}

/// A record as `citytools new` begins it, with those keys.
fn begun(keys: &str) -> String {
    let remark = "A line that begins with # is a remark. To use one, take the # and the space behind it away and fill it in.";
    format!("# {remark}\n{keys}\n# notes:  # Markdown, one paragraph.\n")
}

#[expect(clippy::too_many_lines, reason = "one line for each mistake")]
pub fn cases() -> Vec<Case> {
    let deep = format!("name: {}«{}{}", "[".repeat(23), "[".repeat(40), "]".repeat(63));
    vec![
        // The file and its syntax.
        case("CT001", "systems/plume.yaml", Bytes(b"name: Plume \xe9t\xe9\nservices: [payroll]\n".to_vec())),
        case("CT002", "systems/plume.yaml", Replace("status: beta", "status: beta«: yes")),
        case("CT002", "systems/plume.yaml", Replace("status: beta", "services: «[ledger")),
        case("CT002", CHAPTER, Replace("title: The harbour at a glance", "title: The harbour«: at a glance")),
        case("CT002", "systems/plume.yaml", Write(deep)),
        case("CT003", "systems/plume.yaml", write("")),
        case("CT003", "systems/plume.yaml", write("«# nothing but a remark\n")),
        case("CT004", "suppliers/whale.yaml", Bytes(vec![b' '; 5 << 20])),
        case("CT005", "systems/plume.yaml", Replace("name: Plume", "name: &name «Plume")),
        case("CT005", "systems/plume.yaml", Replace("name: Plume", "name: «*name")),
        case("CT006", "plume.txt", Bytes(b"name: Plume".to_vec())),
        case("CT006", "towns/plume.yaml", Bytes(b"name: Plume".to_vec())),
        case("CT006", "systems/reed.yaml/reed.txt", Bytes(b"name: Plume".to_vec())),
        case("CT007", "systems/Plume_2.yaml", Bytes(b"name: Plume".to_vec())),
        case("CT007", "systems/plume.txt", Bytes(b"name: Plume".to_vec())),
        case("CT007", "report/first.md", Bytes(b"---\n".to_vec())),
        case("CT007", "services.yaml", Replace("id: meeting-papers", "id: «Meeting Papers")),
        case("CT007", HARBOUR, Replace("reference: HQ-17", "id: «Care Records\n      reference: HQ-17")),
        case("CT007", HARBOUR, Replace("reference: HQ-17", "id: «end-passed\n      reference: HQ-17")),
        case(
            "CT007",
            "contracts/shared-care.yaml",
            Replace("title: Care together", "id: «care\ntitle: Care together"),
        ),
        case("CT008", CHAPTER, write("«## What is recorded\n\nMuch.\n")),
        case("CT008", CHAPTER, write("«---\ntitle: Never closed\n")),
        case("CT009", "frameworks.yaml", Remove),
        case("CT009", "site.yaml", Remove),
        case("CT010", "releases/2026-03-31.json", write("{\n  \"schema_version\": «one\n}\n")),
        case(
            "CT010",
            "releases/2026-03-31.json",
            write("«{\"schema_version\": 99, \"date\": \"2026-03-31\"}"),
        ),
        case("CT010", "releases/spring.json", Bytes(b"{}".to_vec())),
        case("CT011", "suppliers/gannet.yaml", Write(begun("«name: Gannet"))),
        case("CT011", "boroughs/sandy-bay.yaml", Write(begun("«name: Sandy bay\nwebsite:"))),
        case(
            "CT011",
            "contracts/parks.yaml",
            Write(begun(
                "«title: Parks\nboroughs: [northpoint, st-elidor]\nsources: [{url: https://parks.example/}]",
            )),
        ),
        case(
            "CT011",
            "report/03-parks.md",
            write("---\ntitle: Parks\ndescription: «\"What this chapter says: Parks.\"\n---\n\nNothing.\n"),
        ),
        case(
            "CT011",
            "report/03-parks.md",
            write(
                "---\ntitle: Parks\ndescription: Grass.\n---\n\n«Write the chapter here. Headings begin with two number signs. A number that the records can give is quoted, not typed.\n",
            ),
        ),
        case("CT013", "site.yaml", Replace("schema_version: 1", "schema_version: «2")),
        case("CT013", "site.yaml", Replace("schema_version: 1", "schema_version: «0")),
        case("CT014", "site.yaml", Replace("schema_version: 1\ntitle", "«title")),
        // The shape of a record.
        case("CT101", "systems/plume.yaml", Replace("status: beta", "«statuss: beta")),
        case("CT101", HARBOUR, Replace("notice_months: 6", "«notice: 6")),
        case("CT101", "contracts/shared-care.yaml", Replace("framework: tide-frame", "«route: tide-frame")),
        case(
            "CT101",
            CHAPTER,
            Replace("title: The harbour at a glance", "title: The harbour\n«author: Nobody"),
        ),
        case("CT102", "systems/plume.yaml", Replace("name: Plume\n", "«")),
        case("CT102", "systems/plume.yaml", Replace("name: Plume\n", "«name: \" \"\n")),
        case("CT102", CHAPTER, Replace("title: The harbour at a glance", "«title: ''")),
        case(
            "CT102",
            MERE,
            Replace(
                "system: plume\n    services: [payroll]\n    lifecycle: implementing\n",
                "«system: plume\n    services: [payroll]\n",
            ),
        ),
        case(
            "CT102",
            MERE,
            Replace("{amount: 30000, basis: annual, tax: net}", "«{amount: 30000, tax: net}"),
        ),
        case("CT103", "systems/plume.yaml", Replace("services: [payroll]", "services: «payroll"))
            .with_also(&["CT310"]),
        case("CT103", "systems/plume.yaml", Replace("name: Plume", "name: «[Plume]")),
        case("CT103", "systems/plume.yaml", Replace("name: Plume", "name: Plume\naliases: [«\"\"]")),
        case("CT108", NORTH, Replace("tile: [", "tile: «[9, ")),
        case("CT007", "site.yaml", Replace("  - id: uplands\n", "  - id: «The Uplands\n"))
            .with_also(&["CT209"]),
        case("CT210", "site.yaml", Replace("  - id: uplands\n", "  - id: «quays\n")).with_also(&["CT209"]),
        case("CT108", "site.yaml", Replace("locale: en\n", "locale: «English\n")),
        case("CT108", "site.yaml", Replace("currency: EUR", "currency: «pounds")),
        case("CT103", HARBOUR, Replace("people: 41000", "people: «41,000")),
        case("CT103", HARBOUR, Replace("contract: shared-shelves", "contract: «[shared-shelves]")),
        case("CT104", "systems/plume.yaml", Replace("status: beta", "status: «betta")),
        case("CT104", MERE, Replace("lifecycle: implementing", "lifecycle: «installing")),
        case("CT105", ELIDOR, Replace("since: 2027-06", "since: «June 2027")),
        case("CT105", ELIDOR, Replace("since: 2027-06", "since: «2027-02-30")),
        case("CT106", "suppliers/tern.yaml", Replace("https://tern.example/", "«tern.example")),
        case("CT106", "site.yaml", Replace("https://roll.example/{id}", "«https://roll.example/")),
        case("CT106", "site.yaml", Replace("https://roll.example/{id}", "«\"javascript:{id}\"")),
        case(
            "CT106",
            "suppliers/tern.yaml",
            Replace("https://tern.example/", "«https://me:secret@tern.example/"),
        )
        .with_also(&["CT407"]),
        case("CT106", "suppliers/tern.yaml", Replace("https://tern.example/", "«javascript:alert(1)")),
        case("CT107", "systems/plume.yaml", Replace("status: beta", "status: beta\n«status: stable")),
        case(
            "CT107",
            MERE,
            Replace("lifecycle: implementing", "lifecycle: implementing\n    «lifecycle: live"),
        ),
        case("CT108", "systems/plume.yaml", Replace("name: Plume", "name: «\"Pl\\u001bume\"")),
        case("CT108", NORTH, Replace("tile: [1, 2]", "tile: «[1, 31]")),
        case("CT108", "site.yaml", Replace("[\"000000\", \"0000000\"]", "[«\"######\"]")),
        case(
            "CT108",
            "suppliers/wend-books.yaml",
            Replace("  supplier: wend-group\n", "  supplier: «wend-group\n  name: Wend\n"),
        ),
        // What editors type: spaces, signs and words as in a letter or a spreadsheet.
        case("CT002", "systems/plume.yaml", Replace("status: beta", "«\tstatus: beta")),
        case(
            "CT002",
            HARBOUR,
            Replace("    lifecycle: live\n    since: 2019-05", "   «lifecycle: live\n    since: 2019-05"),
        ),
        case(
            "CT002",
            "suppliers/tern.yaml",
            Replace("website: https://tern.example/", "website: «\"https://tern.example/"),
        ),
        case("CT002", "systems/plume.yaml", Replace("status: beta", "«status:beta")),
        case(
            "CT002",
            HARBOUR,
            Replace(
                "value: {amount: 600000, basis: total, tax: net}
      procurement_method: open",
                "value: «{amount: 600000, basis: total, tax: net
      procurement_method: open",
            ),
        ),
        case("CT002", HARBOUR, Replace("      end: 2027-03-31", "       «end: 2027-03-31")),
        case("CT002", HARBOUR, Replace("    since: 2019-05", "«since: 2019-05")),
        case("CT002", HARBOUR, Replace("    since: 2019-05", "«\u{a0}\u{a0}\u{a0}\u{a0}since: 2019-05")),
        case("CT002", HARBOUR, Replace("    since: 2019-05", "    «since 2019-05")),
        case("CT002", HARBOUR, Replace("    since: 2019-05", "    since: «2019-05:")),
        case("CT002", HARBOUR, Replace("  - system: old-cards", "   «- system: old-cards")),
        case("CT002", HARBOUR, Replace("  - system: old-cards", "  «-system: old-cards")),
        case("CT002", HARBOUR, Replace("  - system: old-cards", "  - «system:old-cards")),
        case("CT002", HARBOUR, Replace("  - system: old-cards", "  «- - system: old-cards")),
        case(
            "CT002",
            HARBOUR,
            Replace(
                "  - system: old-cards\n    services: [care-records]",
                "  - system: old-cards\n  «services: [care-records]",
            ),
        ),
        case("CT002", HARBOUR, Replace("title: Care records", "title: «\"Care records")),
        case("CT002", HARBOUR, Replace("title: Care records", "title: «\"Care\" records")),
        case("CT002", HARBOUR, Replace("title: Care records", "title: «'Care's records'")),
        case("CT002", HARBOUR, Replace("title: Care records", "title: «“Care: records”")),
        case("CT002", HARBOUR, Replace("title: Care records", "title: «[Care] records")),
        case("CT002", HARBOUR, Replace("title: Care records", "title: «@Care")),
        case("CT002", HARBOUR, Replace("title: Care records", "title: «%Care")),
        case(
            "CT002",
            HARBOUR,
            Replace("[ledger, payroll]\n    lifecycle", "«[ledger, payroll\n    lifecycle"),
        ),
        case("CT002", HARBOUR, Replace("{amount: 600000, basis", "{«amount:600000, basis")),
        case("CT002", HARBOUR, Replace("amount: 600000, basis: total", "amount: 600000 basis«: total")),
        case(
            "CT002",
            HARBOUR,
            Replace("    contract:\n      title: Care", "    «contract: care\n      title: Care"),
        ),
        case(
            "CT002",
            HARBOUR,
            Replace(
                "notes: The paper **names** the product.",
                "notes: The paper **names** the product.\n        «And what it costs.",
            ),
        ),
        case(
            "CT002",
            "systems/plume.yaml",
            Replace("status: beta", "status: beta\nnotes: >-\n  Some words\n «and others."),
        ),
        case(
            "CT002",
            HARBOUR,
            Replace(
                "    since: 2019-05",
                "«<<<<<<< main\n    since: 2019-05\n=======\n    since: 2020\n>>>>>>> patch-1",
            ),
        ),
        case(
            "CT103",
            HARBOUR,
            Replace(
                "  - system: old-cards\n    services: [care-records]",
                "  - «old-cards\n  - system: old-cards\n    services: [care-records]",
            ),
        ),
        case("CT103", HARBOUR, Replace("amount: 600000", "amount: «£600k")),
        case("CT103", HARBOUR, Replace("notice_months: 6", "notice_months: «six")),
        case("CT103", HARBOUR, Replace("notice_months: 6", "notice_months: «6.5")),
        case("CT103", HARBOUR, Replace("notice_months: 6", "notice_months: «-6")),
        case("CT103", MERE, Replace("amount: 30000", "amount: «-30000")),
        case("CT102", HARBOUR, Replace("people: 41000", "«people:")),
        case("CT104", HARBOUR, Replace("procurement_method: open", "procurement_method: «tendered")),
        case(
            "CT104",
            HARBOUR,
            Replace("hosting: supplier-hosted\n    contract", "hosting: «SaaS\n    contract"),
        ),
        case("CT104", HARBOUR, Replace("confidence: high", "confidence: «High")),
        case("CT104", MERE, Replace("basis: annual", "basis: «per-year")),
        case("CT104", MERE, Replace("stage: tendering", "stage: «out to tender")),
        case("CT104", "suppliers/wend-group.yaml", Replace("size: large", "size: «huge")),
        case("CT104", ELIDOR, Replace("state: not-applicable", "state: «n/a")),
        case("CT104", MERE, Replace("stance: seek", "stance: «want")),
        case("CT104", MERE, Replace("stage: pilot", "stage: «piloting")),
        case("CT105", HARBOUR, Replace("end: 2027-03-31", "end: «31/03/2027")),
        case("CT105", HARBOUR, Replace("end: 2027-03-31", "end: «31 March 2027")),
        case("CT105", HARBOUR, Replace("start: 2021-04-01", "start: «2021-4-1")),
        case("CT105", HARBOUR, Replace("start: 2021-04-01", "start: «Q2 2021")),
        case("CT105", HARBOUR, Replace("end: 2027-03-31", "end: «9999-12-31")),
        case("CT105", HARBOUR, Replace("start: 2021-04-01", "start: «21")),
        case("CT105", HARBOUR, Replace("    since: 2019-05", "    since: «2O19")),
        case("CT105", HARBOUR, Replace("    since: 2019-05", "    since: «20l9-O5")),
        case("CT105", "frameworks.yaml", Replace("end: 2027-09", "end: «2027/09")),
        case(
            "CT106",
            HARBOUR,
            Replace("url: https://quay.example/library", "url: «www.quay.example/library"),
        ),
        case(
            "CT106",
            HARBOUR,
            Replace("url: https://quay.example/library", "url: «ftp://quay.example/library"),
        ),
        case(
            "CT101",
            HARBOUR,
            Replace("    lifecycle: live\n    since: 2019-05", "    lifecycle: live\n    «started: 2019-05"),
        ),
        case(
            "CT101",
            HARBOUR,
            Replace(
                "    provenance: declared\n    notes: Would share it.",
                "    provenance: declared\n    «note: Would share it.",
            ),
        ),
        case("CT101", "site.yaml", Replace("vat_rate: 0.25", "«vat: 0.25")).with_also(&["CT102"]),
        case("CT101", "services.yaml", Replace("lgsl: [437]", "«lgsl_id: [437]")),
        case("CT108", "services.yaml", Replace("replaced_by: ledger", "replaced_by: «payroll")),
        // References.
        case("CT201", MERE, Replace("system: plume", "system: «plum")),
        case("CT201", ELIDOR, Replace("replaces: old-cards", "replaces: «older-cards")),
        case(
            "CT201",
            "systems/old-cards.yaml",
            Replace("replaced_by: carefolio", "replaced_by: «carefolios"),
        ),
        case("CT202", "systems/plume.yaml", Replace("supplier: tern", "supplier: «turn")),
        case("CT202", "suppliers/wend-books.yaml", Replace("supplier: wend-group", "supplier: «wend-groop")),
        case("CT203", MERE, Replace("services: [email]", "services: [«emails]")),
        case("CT203", "systems/plume.yaml", Replace("services: [payroll]", "services: [payroll, «pay-day]")),
        case("CT203", ELIDOR, Replace("service: pest-control", "service: «past-control")),
        case(
            "CT204",
            "contracts/shared-care.yaml",
            Replace("mill-and-mere,", "mill-and-mere, «mill-and-mare,"),
        ),
        case("CT204", "site.yaml", Replace("bank: [northpoint,", "bank: [«nortpoint,")),
        case("CT205", NORTH, Replace("contract: shared-care", "contract: «shared-car")),
        case(
            "CT206",
            "contracts/shared-care.yaml",
            Replace("framework: tide-frame", "framework: «tide-fram"),
        ),
        case("CT207", HARBOUR, Replace("skill: service-design", "skill: «service-desing")),
        case("CT208", NORTH, Replace("technology: tide-sensors", "technology: «tide-sensor")),
        case("CT209", NORTH, Replace("area: quays", "area: «quay")),
        case("CT210", "services.yaml", Replace("id: meeting-papers", "id: «payroll")),
        case("CT210", NORTH, Replace("former_ids: [north-point]", "former_ids: [«st-elidor]")),
        case("CT007", NORTH, Replace("former_ids: [north-point]", "former_ids: [«../../evil]")),
        case("CT007", NORTH, Replace("former_ids: [north-point]", "former_ids: [«\"a/b\"]")),
        case(
            "CT210",
            "contracts/shared-care.yaml",
            Replace("former_ids: [care-for-two]", "former_ids: [«ending]"),
        ),
        case(
            "CT210",
            "report/02-at-a-glance.md",
            write("«---\ntitle: Again\ndescription: Once more.\n---\n\nText.\n"),
        ),
        case("CT210", HARBOUR, Replace("reference: HQ-17", "id: «shared-care\n      reference: HQ-17")),
        case("CT210", "glossary.yaml", Replace("- id: tide-table", "- id: «moorage")).with_also(&["CT212"]),
        case("CT211", MERE, Replace("contract: shared-care", "contract: «shared-shelves")),
        case("CT212", "glossary.yaml", Replace("see: [tide-table]", "see: [«tide-tabel]")),
        // Rules about the facts.
        case("CT301", MERE, Replace("end: 2025-03-31", "end: «2019-03-31")),
        case("CT301", "contracts/shared-care.yaml", Replace("end: 2028-06", "end: «2023")),
        case("CT301", HARBOUR, Replace("until: 2021", "since: 2022\n    until: «2021")),
        case(
            "CT302",
            HARBOUR,
            Replace(
                "end: 2027-03-31\n      max_end: 2029-03-31",
                "end: «2030-03-31\n      max_end: 2029-03-31",
            ),
        ),
        case("CT302", HARBOUR, Replace("max_end: 2029-03-31", "max_end: «2019-03-31")),
        case("CT303", HARBOUR, Replace("since: 2019-05", "since: «2026-12")),
        case("CT304", HARBOUR, Replace("lifecycle: retired\n    until: 2021", "lifecycle: «retired")),
        case("CT305", MERE, Replace("lifecycle: implementing", "lifecycle: implementing\n    until: «2030")),
        case("CT306", ELIDOR, Replace("- system: carefolio", "- system: «old-cards")),
        case("CT307", "suppliers/wend-books.yaml", Replace("\"00000001\"", "«SC000002")),
        case("CT308", "suppliers/wend-books.yaml", Replace("\"00000001\"", "«\"000000012\"")),
        case("CT308", "suppliers/gull.yaml", Replace("\"123456\"", "«\"12345\"")),
        case("CT308", HARBOUR, Replace("gss_code: X00000001", "gss_code: «X0000001")),
        case("CT308", HARBOUR, Replace("ocid: ocds-abc123-000002", "ocid: «ocds-abc123")),
        case("CT308", HARBOUR, Replace("cpv: [\"48000000\"]", "cpv: [«\"4800000\"]")),
        case("CT309", NORTH, Replace("tile: [1, 2]", "tile: «[2, 2]")),
        case("CT310", MERE, Replace("services: [ledger]", "services: [ledger, «email]")),
        case(
            "CT311",
            NORTH,
            Replace(
                "own-forms\n    services: [web-forms]\n    lifecycle: live\n    provenance: verified",
                "«own-forms\n    services: [web-forms]\n    lifecycle: live\n    provenance: published",
            ),
        ),
        case(
            "CT312",
            "suppliers/wend-group.yaml",
            Replace("size: large", "size: large\nparent: {supplier: «wend-books}"),
        ),
        case("CT313", "contracts/shared-shelves.yaml", Replace("lead: northpoint", "lead: «mill-and-mere")),
        case("CT314", "contracts/shared-shelves.yaml", Replace("harbour-quay: 0.5", "harbour-quay: «0.6")),
        case("CT315", "suppliers/tern.yaml", Replace("https://tern.example/", "«http://tern.example/")),
        case("CT316", HARBOUR, Replace("checked: 2026-09-01\n\nsystems", "checked: «2024-09-01\n\nsystems")),
        case(
            "CT317",
            "contracts/shared-care.yaml",
            Replace(
                "title: Care together\nboroughs: [mill-and-mere, northpoint]",
                "«title: Care alone\nboroughs: [northpoint]",
            ),
        )
        .with_also(&["CT211"]),
        case("CT318", HARBOUR, Replace("ocid: ocds-abc123-000002", "ocid: «ocds-abc123-000001")),
        case("CT319", NORTH, Replace("technology: tide-sensors", "technology: «talking-signs")),
        case(
            "CT319",
            "contracts/shared-care.yaml",
            Replace("[mill-and-mere, northpoint]", "[mill-and-mere, northpoint, «northpoint]"),
        ),
        case(
            "CT320",
            "site.yaml",
            Replace("base_url: https://harbourside.test/", "base_url: «https://harbourside.example/"),
        ),
        case("CT321", ELIDOR, Replace("service: pest-control", "service: «email")),
        case(
            "CT322",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT310, reason: Agreed, until: 2026-11-24}]\n",
            ),
        ),
        case(
            "CT323",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT310, reason: Agreed, until: 2026-11-25}]\n",
            ),
        ),
        case(
            "CT324",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT201, reason: Agreed, until: 2027}]\n",
            ),
        ),
        case(
            "CT324",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT399, reason: Agreed, until: 2027}]\n",
            ),
        ),
        case(
            "CT102",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [«{check: CT310, until: 2027}]\n",
            ),
        )
        .with_also(&["CT323"]),
        // What must not be published.
        case("CT401", HARBOUR, Replace("notes: Would share it.", "notes: Runs on «version 12.1.")),
        case("CT402", HARBOUR, Replace("notes: Would share it.", "notes: It stands at «10.4.2.17.")),
        case(
            "CT402",
            "systems/lantern-guard.yaml",
            Replace("Nobody says who makes it.", "It runs on «srv-db01."),
        ),
        case("CT403", HARBOUR, Replace("notes: Would share it.", "notes: «CVE-2026-12345 applies.")),
        case("CT404", HARBOUR, Replace("contact: digital@quay.example", "contact: «ann.other@quay.example")),
        case("CT405", HARBOUR, Replace("notes: Would share it.", "notes: Ring «020 7946 0000.")),
        case("CT406", HARBOUR, Replace("notes: Would share it.", "notes: «Ask Mrs Other.")),
        case("CT407", HARBOUR, Replace("notes: Would share it.", "notes: The «password is Quay2026.")),
        case(
            "CT408",
            "systems/lantern-guard.yaml",
            Replace("Nobody says who makes it.", "«Mr Other says who makes it."),
        ),
        // Text.
        case("CT501", HARBOUR, Replace("notes: Would share it.", "notes: «Would <b>share</b> it.")),
        case("CT501", CHAPTER, Replace("## Small print\n", "## Small print\n\n«<script>alert(1)</script>\n")),
        case(
            "CT502",
            HARBOUR,
            Replace("notes: Would share it.", "notes: «Would [share](javascript:alert%281%29) it."),
        ),
        case(
            "CT501",
            "glossary.yaml",
            Replace("text: The hours of high and low water.", "text: «The hours of <b>water</b>."),
        ),
        case("CT502", CHAPTER, Replace("[listed here](/towns/)", "«[listed here](//elsewhere.example/)")),
        case("CT514", CHAPTER, Replace("[listed here](/towns/)", "«[ ](/towns/)")),
        case("CT515", CHAPTER, Replace("## Small print\n", "## Small print\n\nA bell«\u{7} rings.\n")),
        case("CT515", CHAPTER, Replace("## Small print\n", "## Small print\n\nA bell «&#7; rings.\n")),
        case("CT515", HARBOUR, Replace("notes: Would share it.", "notes: «Would&#xfffe; share it.")),
        case(
            "CT514",
            HARBOUR,
            Replace("notes: Would share it.", "notes: «Would [](https://a.example/) share it."),
        ),
        case("CT503", CHAPTER, Replace("{fig:deployments-recorded}", "«{fig:deployment-recorded}")),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "«{fig:systems-recorded chart}")),
        case(
            "CT503",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:shares-by-system/care-records/mosaic}"),
        ),
        case(
            "CT503",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:shares-by-system/care-records/old-cards table}"),
        ),
        case("CT507", CHAPTER, Replace("The towns are", "There are «twenty-five systems in towns that are")),
        case(
            "CT507",
            CHAPTER,
            Replace(
                "---\ntitle: The harbour at a glance\ndescription: What the four",
                "---\ntitle: The harbour at a glance\ndescription: «What the 4",
            ),
        ),
        case(
            "CT509",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:deployments-recorded is 2: Two} of them"),
        ),
        case(
            "CT509",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:systems-by-reach/carefolio is 9: Nine} of them"),
        ),
        case(
            "CT508",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:shares-by-system/payroll/quayledger}"),
        ),
        case(
            "CT510",
            CHAPTER,
            Replace(
                "{fig:lifecycle-mix table}",
                "> > > > > > > > > > > > > > > > > > > > > > > > «> who said this?",
            ),
        ),
        case("CT511", "words.yaml", write("texts:\n  Systems on recrod: «Software on record\n")),
        case("CT511", "words.yaml", write("counted:\n  supplier:\n    «other: vendors\n")),
        case("CT512", "words.yaml", write("texts:\n  \"{} of {}\": «\"{} or so\"\n")),
        case("CT512", "words.yaml", write("texts:\n  Home: «\"{name}\"\n")),
        case("CT513", "site.yaml", Replace("locale: en\n", "locale: «de\n")),
        case(
            "CT503",
            CHAPTER,
            Replace("There are {fig:deployments-recorded}", "There are «{fig:deployments-recorded"),
        ),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "«{fig:similarity chart}")),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "See «{fig:lifecycle-mix chart}")),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "«{fig:lifecycle-mix picture}")),
        case("CT504", CHAPTER, Replace("[listed here](/towns/)", "«[listed here](/boroughs/)")),
        case("CT505", CHAPTER, Replace("### The life", "«#### The life")),
        case("CT505", CHAPTER, Replace("## Small print", "«# Small print")),
        case("CT506", HARBOUR, Replace("notes: Would share it.", "notes: «\"# Would share it\"")),
        case(
            "CT507",
            CHAPTER,
            Replace("There are {fig:deployments-recorded} deployments", "There are «16 deployments"),
        ),
        case("CT507", CHAPTER, Replace("The towns are", "All «4 towns are")),
        case(
            "CT506",
            HARBOUR,
            Replace("notes: Would share it.", "notes: |\n      «| a |\n      | - |\n      | b |"),
        ),
        case(
            "CT506",
            "systems/lantern-guard.yaml",
            Replace("Nobody says who makes it.", "«\"Nobody says[^1].\\n\\n[^1]: Yet.\""),
        ),
    ]
}

impl Case {
    fn with_also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    /// Makes the mistake, and says at which line and column it has to be found; 0 where the file has no lines.
    pub fn make(&self, region: &Region) -> Result<(usize, usize)> {
        let text = match &self.change {
            Replace(from, to) => {
                region.replace(self.file, from, to)?;
                region.read(self.file)?
            }
            Write(text) => text.clone(),
            Bytes(bytes) => {
                region.write(self.file, bytes)?;
                return Ok((0, 0));
            }
            Remove => {
                region.remove(self.file)?;
                return Ok((0, 0));
            }
        };
        region.write(self.file, text.replacen('«', "", 1))?;
        let Some((before, _)) = text.split_once('«') else { return Ok((0, 0)) };
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Ok((before.matches('\n').count() + 1, before[line_start..].chars().count() + 1))
    }
}
