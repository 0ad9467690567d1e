//! What every region of this kind has: services, skills, technologies, routes to market, words and texts.

use std::fmt::Write as _;

use super::names::id;

/// A group's name, its kind and its services.
pub const GROUPS: [(&str, &str, &[&str]); 12] = [
    (
        "Care and health",
        "frontline",
        &["Care records", "Care finance", "Care brokerage", "Direct payments", "Public health", "Telecare"],
    ),
    (
        "Children and schools",
        "frontline",
        &["Family records", "Early help", "School places", "School transport", "Fostering", "Youth work"],
    ),
    (
        "Homes",
        "frontline",
        &[
            "Tenancies",
            "Repairs",
            "Homelessness",
            "Lettings",
            "Leaseholds",
            "Landlord licences",
            "Building safety",
        ],
    ),
    (
        "Taxes and payments",
        "frontline",
        &["Local tax", "Business tax", "Benefits", "Debt", "Income", "Hardship support", "Payments online"],
    ),
    (
        "Land and building",
        "frontline",
        &[
            "Planning applications",
            "Building control",
            "Land charges",
            "Addresses",
            "Local plan",
            "Conservation",
        ],
    ),
    (
        "Streets and travel",
        "frontline",
        &[
            "Parking permits",
            "Parking tickets",
            "Street works",
            "Street lighting",
            "Traffic",
            "Travel passes",
            "Bridges",
        ],
    ),
    (
        "Waste and green places",
        "frontline",
        &[
            "Bin collection",
            "Recycling",
            "Street cleaning",
            "Parks",
            "Trees",
            "Allotments",
            "Energy and carbon",
        ],
    ),
    (
        "Safety",
        "frontline",
        &["Licensing", "Food safety", "Noise", "Trading standards", "Emergencies", "Cameras"],
    ),
    (
        "Culture and life events",
        "frontline",
        &[
            "Library lending",
            "Library catalogue",
            "Archives",
            "Births and deaths",
            "Burials",
            "Leisure",
            "Events",
        ],
    ),
    (
        "Contact and democracy",
        "frontline",
        &[
            "Web forms",
            "Customer accounts",
            "Telephony",
            "Meeting papers",
            "Elections",
            "Complaints",
            "Consultation",
        ],
    ),
    (
        "Inside the organisation",
        "corporate",
        &[
            "Finance",
            "Payroll",
            "Recruitment",
            "Learning",
            "Property",
            "Legal cases",
            "Procurement",
            "Risk",
            "Pensions",
            "Fleet",
        ],
    ),
    (
        "Technology",
        "technology",
        &[
            "Email and office",
            "Identity",
            "Networks",
            "Data platform",
            "Integration",
            "Maps",
            "Document store",
            "Service desk",
            "Guarding",
        ],
    ),
];

/// Skills by family.
const SKILLS: [(&str, &[&str]); 8] = [
    ("user-centred design", &["Service design", "User research", "Interaction design", "Content design"]),
    ("data", &["Data analysis", "Data engineering", "Data governance", "Statistics"]),
    ("software", &["Web development", "Testing", "Mobile development", "Integration building"]),
    ("operations", &["Service management", "Networks and cloud", "Desktop support", "Change control"]),
    ("product", &["Product management", "Delivery management", "Business analysis", "Agile coaching"]),
    ("commercial", &["Contract management", "Market knowledge", "Licence management", "Supplier relations"]),
    ("security", &["Security architecture", "Incident response", "Lock picking", "Awareness training"]),
    ("place", &["Mapping", "Sensors", "Planning data", "Address management"]),
];

const TECHNOLOGIES: [&str; 12] = [
    "Chat assistants",
    "Text drafting",
    "Meeting summaries",
    "Image recognition",
    "Damp sensors",
    "Road scanning",
    "Digital twins",
    "Process robots",
    "Voice assistants",
    "Forecasting",
    "Drones",
    "Translation machines",
];

/// The services that are published as totals for the region only.
pub const TOTALS_ONLY: [&str; 2] = ["guarding", "lock-picking"];

pub struct Service {
    pub id: String,
    pub name: &'static str,
}

pub fn services() -> Vec<Service> {
    let of = |name: &&'static str| Service { id: id(name), name };
    GROUPS.iter().flat_map(|(_, _, services)| services.iter().map(of)).collect()
}

pub fn skills() -> Vec<String> {
    SKILLS.iter().flat_map(|(_, skills)| skills.iter().map(|name| id(name))).collect()
}

pub fn technologies() -> Vec<String> {
    TECHNOLOGIES.iter().map(|name| id(name)).collect()
}

pub fn frameworks() -> Vec<String> {
    (0..FRAMEWORKS).map(|index| format!("route-{}", letter(index))).collect()
}

const FRAMEWORKS: u8 = 16;

fn letter(index: u8) -> char {
    char::from(b'a' + index)
}

pub fn services_file() -> String {
    let mut text = "groups:\n".to_owned();
    for (name, kind, services) in GROUPS {
        let _ = write!(text, "  - id: {}\n    name: {name}\n    kind: {kind}\n    services:\n", id(name));
        for (index, service) in services.iter().enumerate() {
            let own = id(service);
            let tier = if index % 3 == 2 { "extended" } else { "core" };
            let _ = writeln!(
                text,
                "      - id: {own}\n        name: {service}\n        definition: {service}, as every authority of the \
                 region knows it.\n        aliases: [{} work]\n        tier: {tier}\n        lead_months: {}",
                service.to_lowercase(),
                6 + index % 4 * 3
            );
            text += if TOTALS_ONLY.contains(&own.as_str()) { "        totals_only: true\n\n" } else { "\n" };
        }
    }
    text
}

pub fn skills_file() -> String {
    let mut text = "skills:\n".to_owned();
    for (family, skills) in SKILLS {
        for skill in skills {
            let own = id(skill);
            let _ =
                writeln!(text, "  - id: {own}\n    name: {skill}\n    family: {family}\n    gdad: {skill}");
            text += if TOTALS_ONLY.contains(&own.as_str()) { "    totals_only: true\n\n" } else { "\n" };
        }
    }
    text
}

pub fn technologies_file() -> String {
    TECHNOLOGIES.iter().fold("technologies:\n".to_owned(), |text, name| {
        text + &format!(
            "  - id: {}\n    name: {name}\n    definition: {name}, of which much is said.\n\n",
            id(name)
        )
    })
}

pub fn frameworks_file() -> String {
    (0..FRAMEWORKS).fold("frameworks:\n".to_owned(), |text, index| {
        let (own, name) = (letter(index), letter(index).to_ascii_uppercase());
        let end = 2026 + u16::from(index % 4);
        text + &format!(
            "  - id: route-{own}\n    name: Route {name}\n    owner: Pretend Buying\n    reference: PB-{name}\n    \
             end: {end}-09\n    url: https://buying.example/route-{own}\n\n"
        )
    })
}

pub const GLOSSARY: &str = "terms:
  - id: route-to-market
    term: Route to market
    aliases: [framework]
    text: A list of suppliers from which an authority may buy without a tender of its own.
  - id: notice
    term: Notice
    text: What an authority publishes when it plans, opens or ends a procurement.
    see: [route-to-market]
";

/// Pages of prose that every site has, by name.
pub const PAGES: [(&str, &str, &str); 5] = [
    ("about", "About this region", "What this site is, and that all of it is made up."),
    ("accessibility", "Accessibility", "Who can use this site, and whom to tell if you can't."),
    ("contribute", "Correct a record", "How to tell us that an imaginary record is wrong."),
    ("licence", "Licence", "What you may do with records that are made up."),
    ("method", "Method", "How the imaginary records are counted, and how each figure is defined."),
];

/// Chapters: a title and the figures that it quotes, each in one form.
pub const CHAPTERS: [(&str, &[(&str, &str)]); 6] = [
    (
        "What the region runs",
        &[
            ("systems-by-reach", "sentence"),
            ("systems-by-reach", "chart"),
            ("lifecycle-mix", "table"),
            ("deployments-current", "sentence"),
            ("systems-current", "sentence"),
            ("hosting-mix", "table"),
        ],
    ),
    (
        "Who supplies the region",
        &[
            ("suppliers-by-reach", "sentence"),
            ("suppliers-by-reach", "chart"),
            ("top-10-contracts", "sentence"),
            ("top-1-value", "sentence"),
            ("concentration-by-service", "table"),
            ("sme-share", "sentence"),
        ],
    ),
    (
        "When contracts end",
        &[
            ("contracts-by-quarter", "chart"),
            ("contracts-ending-12-months", "sentence"),
            ("contracts-too-late", "sentence"),
            ("decide-by-lights", "table"),
            ("contracts-shared", "sentence"),
            ("cohorts-by-service", "sentence"),
            ("cohorts-by-system", "sentence"),
        ],
    ),
    (
        "What it costs",
        &[
            ("contracts-value", "sentence"),
            ("value-per-resident", "chart"),
            ("price-spread", "sentence"),
            ("contracts-with-value", "sentence"),
        ],
    ),
    (
        "What can be shared",
        &[
            ("pairs-recorded", "chart"),
            ("open-source-systems", "chart"),
            ("skill-matches", "sentence"),
            ("skills-by-family", "chart"),
            ("similarity", "sentence"),
            ("technologies-recorded", "chart"),
        ],
    ),
    (
        "How complete this is",
        &[
            ("coverage-core", "sentence"),
            ("services-by-coverage", "chart"),
            ("freshness-median", "sentence"),
            ("records-stale", "sentence"),
            ("completeness", "sentence"),
            ("exit-readiness", "sentence"),
        ],
    ),
];

pub fn chapter(index: usize) -> (String, String) {
    let (title, figures) = CHAPTERS[index];
    let mut text = format!(
        "---\ntitle: {title}\ndescription: \"{title}: a chapter about a region that does not exist.\"\n---\n\n## Key points\n\n"
    );
    for (figure, form) in figures {
        match *form {
            "sentence" => {
                let _ = writeln!(text, "- {{fig:{figure} sentence else Too little is known yet.}}");
            }
            form => {
                let _ = writeln!(text, "\n## {}\n\n{{fig:{figure} {form}}}\n", figure.replace('-', " "));
            }
        }
    }
    text += "\n## What this cannot tell\n\nNothing here is *true*. The [method](/method/) says how it is counted.[^1]\n\n\
             [^1]: [A source](https://sources.example/chapter) that nobody can visit.\n";
    (format!("{:02}-{}", index + 1, id(title)), text)
}
