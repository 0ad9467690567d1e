//! One case in which authorities could buy together: a finding, its dates, its contracts and what stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::catalogue::{Contract, Ix};
use crate::content::records::Date;
use crate::figures::{Cohort, CohortMember, Common, YearlyValue};
use crate::site::contract_words::{category_word, listed};
use crate::site::parts::{DateView, Link, SuppliedView, Tag};
use crate::site::{Model, urls};

/// Authorities that could buy together, as a finding in words.
#[derive(Debug, Serialize)]
pub(super) struct CohortView {
    id: String,
    finding: String,
    /// The same where it stands under what they could buy.
    short: String,
    links: Vec<Link>,
    start: DateView,
    /// Why not sooner.
    start_note: &'static str,
    decide_by: DateView,
    /// Whether that is the day of the site.
    decide_now: bool,
    decide_note: String,
    when: Span,
    value: String,
    under_way: Vec<Beside>,
    /// Contracts for the same that are past their end and may run on.
    perhaps: Vec<Beside>,
    members: Vec<MemberView>,
    members_title: String,
    /// How many more there are, in the figure that lists them.
    more_members: Option<Link>,
    obstacles: Vec<String>,
}

/// From one date to another; a single one where both are the same, or where one is only known to be within the other.
#[derive(Debug, Serialize)]
struct Span {
    from: DateView,
    to: Option<DateView>,
    /// What stands before a single date: `on` a day, `in` a month or year.
    word: &'static str,
}

impl Span {
    fn of(model: Model, from: Date, to: Date) -> Self {
        let holds = |one: Date, other: Date| {
            one.first_day() <= other.first_day() && other.last_day() <= one.last_day()
        };
        let (from, to) = match (holds(from, to), holds(to, from)) {
            (true, _) => (from, None),
            (false, true) => (to, None),
            (false, false) => (from, Some(to)),
        };
        Self {
            from: model.date(from),
            to: to.map(|to| model.date(to)),
            word: if from.has_day() { say!("on") } else { say!("in") },
        }
    }
}

/// The cases for one service, or one system: alternatives to each other where they share contracts.
#[derive(Debug, Serialize)]
pub(super) struct CaseGroup {
    id: String,
    name: String,
    /// How many of its contracts stand in several of its cases.
    overlap: Option<String>,
    cases: Vec<CohortView>,
}

/// Contracts of the cases of one kind that the page tells of: with more, it would be too heavy to load.
const MOST_CONTRACTS: usize = 150;

/// Extensions that a sentence names; the table has the others.
const MOST_EXTENDED: usize = 40;

/// The best cases, as many as there is room for, and one at least.
pub(super) fn shown<'a>(cohorts: &[&'a Cohort]) -> Vec<&'a Cohort> {
    let mut room = MOST_CONTRACTS;
    let fits = |cohort: &&&Cohort| {
        let had = room;
        room = room.saturating_sub(cohort.members.len());
        had == MOST_CONTRACTS || cohort.members.len() <= had
    };
    cohorts.iter().take_while(fits).copied().collect()
}

/// A case in a sentence, and where it stands on the page; nowhere, if it is not among those that are told.
pub(super) fn in_short(model: Model, index: usize, cohort: &Cohort, is_shown: bool) -> Link {
    let place = if is_shown {
        format!("{}#{}", urls::OPPORTUNITIES, id(index, cohort))
    } else {
        urls::figure("cohort-contracts")
    };
    Link::new(place, finding(model, cohort))
}

/// Cases by what they are for, in the order of the first of each; of one kind, in their order in figures.
pub(super) fn groups(model: Model, cohorts: &[&Cohort]) -> Vec<CaseGroup> {
    let mut order: Vec<&Common> = Vec::new();
    for cohort in cohorts {
        if !order.contains(&&cohort.common) {
            order.push(&cohort.common);
        }
    }
    let group = |common: &Common| {
        let own: Vec<(usize, &&Cohort)> =
            cohorts.iter().enumerate().filter(|(_, cohort)| cohort.common == *common).collect();
        let cases: Vec<CohortView> =
            own.iter().map(|(index, cohort)| CohortView::of(model, *index, cohort, cohorts)).collect();
        let members = || own.iter().flat_map(|(_, cohort)| &cohort.members);
        let shared: BTreeSet<Ix<Contract>> = members()
            .map(|member| member.contract)
            .filter(|ix| members().filter(|member| member.contract == *ix).count() > 1)
            .collect();
        CaseGroup {
            id: format!("for-{}", cases.first().map_or_else(String::new, |case| case.id.clone())),
            name: names(&links(model, common)),
            overlap: (!shared.is_empty()).then(|| overlap(model, own.len(), shared.len())),
            cases,
        }
    };
    order.into_iter().map(group).collect()
}

fn overlap(model: Model, cases: usize, shared: usize) -> String {
    let format = model.format();
    say!(
        "These {} cases overlap: {} in more than one of them. A contract can be let again only once, so they are alternatives, the best first.",
        format.count(cases),
        format.counted(shared, "contract stands", "contracts stand")
    )
}

/// What a case is for.
fn links(model: Model, common: &Common) -> Vec<Link> {
    match common {
        Common::Services(all) => all.iter().map(|ix| model.service_link(*ix)).collect(),
        Common::System(ix) => vec![model.system_link(*ix)],
    }
}

fn names(links: &[Link]) -> String {
    links.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join(", ")
}

/// A contract beside those of a case.
#[derive(Debug, Serialize)]
struct Beside {
    contract: Link,
    boroughs: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct MemberView {
    boroughs: Vec<Link>,
    contract: Link,
    supplier: SuppliedView,
    end: DateView,
    max_end: Option<DateView>,
    light: Option<Tag>,
    decide_by: DateView,
    extension: Option<String>,
    /// How much of it no option on record covers.
    beyond: Option<String>,
    annual: Option<String>,
    /// It stands in other cases of the section too: `in 4 cases`.
    cases: Option<String>,
}

impl CohortView {
    /// A case, and in how many of some cases each of its contracts stands.
    pub(super) fn of(model: Model, index: usize, cohort: &Cohort, all: &[&Cohort]) -> Self {
        let format = model.format();
        let links = links(model, &cohort.common);
        let procurement = months(model, i32::from(cohort.months));
        Self {
            id: id(index, cohort),
            finding: finding(model, cohort),
            short: format!("{}, {}", format.boroughs(cohort.boroughs.len()), when(model, cohort)),
            links,
            start: model.date(cohort.dates.start),
            start_note: if cohort.is_held_up {
                say!("no sooner, because what is decided today takes until then")
            } else {
                say!("the day after the last of the contracts ends")
            },
            decide_by: model.date(cohort.dates.decide_by),
            decide_now: cohort.decide_by == model.catalogue.as_of,
            decide_note: say!("for that start: notice and procurement take {procurement}"; procurement),
            when: Span::of(model, cohort.dates.from, cohort.dates.to),
            value: value(model, cohort),
            under_way: cohort.under_way.iter().map(|ix| beside(model, *ix)).collect(),
            perhaps: cohort.perhaps.iter().map(|ix| beside(model, *ix)).collect(),
            members: cohort
                .members
                .iter()
                .take(MOST_CONTRACTS)
                .map(|member| member_view(model, member, all))
                .collect(),
            more_members: model.more(cohort.members.len(), MOST_CONTRACTS, urls::figure("cohort-contracts")),
            members_title: say!(
                "The {}, and what each would take",
                format.counted(cohort.members.len(), "contract", "contracts")
            ),
            obstacles: obstacles(model, cohort),
        }
    }
}

/// Its place on the page, by its number among those of its kind.
fn id(index: usize, cohort: &Cohort) -> String {
    let kind = match &cohort.common {
        Common::Services(_) => "service",
        Common::System(_) => "system",
    };
    format!("{kind}-{}", index + 1)
}

fn finding(model: Model, cohort: &Cohort) -> String {
    say!(
        "{} could buy {} together, {}",
        model.format().boroughs(cohort.boroughs.len()),
        names(&links(model, &cohort.common)),
        when(model, cohort)
    )
}

fn when(model: Model, cohort: &Cohort) -> String {
    let start = model.format().date(cohort.dates.start);
    say!("from {start} at the earliest{}", remaining(model, cohort); start)
}

/// How many are left without those that buy on their own already.
fn remaining(model: Model, cohort: &Cohort) -> String {
    let format = model.format();
    match cohort.buying().count() {
        0 => String::new(),
        buying => say!(
            "; {} already, so {} without {}",
            format.counted(buying, "of them has a plan for the same", "of them have plans for the same"),
            format.counted(cohort.free.len(), "remains", "remain"),
            if buying == 1 { say!("it") } else { say!("them") }
        ),
    }
}

fn months(model: Model, count: i32) -> String {
    model.format().counted(usize::try_from(count).unwrap_or_default(), "month", "months")
}

fn value(model: Model, cohort: &Cohort) -> String {
    let format = model.format();
    let contracts = format.counted(cohort.members.len(), "contract", "contracts");
    let sum = YearlyValue { amount: cohort.known_value, known: cohort.with_value, of: cohort.members.len() };
    match sum.known {
        0 => say!("Not published for any of {contracts}"; contracts),
        known if !model.tells(sum) => {
            say!("Withheld, because it is known for only {known} of {contracts}"; known, contracts)
        }
        known => {
            say!("{} a year, known for {known} of {contracts}", format.short_money(cohort.known_value); known, contracts)
        }
    }
}

fn boroughs(model: Model, contract: Ix<Contract>) -> Vec<Link> {
    let members = model.catalogue.contracts[contract].members.iter();
    members.map(|member| model.borough_link(member.borough)).collect()
}

fn beside(model: Model, contract: Ix<Contract>) -> Beside {
    Beside {
        contract: model.contract_link(contract),
        boroughs: model.member_links(&model.catalogue.contracts[contract]),
    }
}

fn member_view(model: Model, member: &CohortMember, all: &[&Cohort]) -> MemberView {
    let (record, row) = (&model.catalogue.contracts[member.contract], model.contract_row(member.contract));
    let term = model.figures.term(member.contract);
    let holds = |cohort: &&&Cohort| cohort.members.iter().any(|own| own.contract == member.contract);
    let cases = all.iter().filter(holds).count();
    MemberView {
        boroughs: model.member_links(&model.catalogue.contracts[member.contract]),
        contract: model.contract_link(member.contract),
        supplier: row.supplier,
        end: record.end.map_or_else(|| model.day(member.end), |date| model.date(date)),
        max_end: record.max_end.filter(|_| member.last_end > member.end).map(|date| model.date(date)),
        light: row.light,
        decide_by: term.decide_date.map_or_else(|| model.day(member.decide_by), |date| model.date(date)),
        extension: (member.extension_months > 0).then(|| months(model, member.extension_months)),
        beyond: beyond(model, member),
        annual: term.annual.map(|annual| model.format().short_money(annual.amount)),
        cases: (cases > 1).then(|| model.format().counted(cases, "case", "cases")),
    }
}

/// What stands in the way, as sentences.
fn obstacles(model: Model, cohort: &Cohort) -> Vec<String> {
    let mut all: Vec<String> = buying(model, cohort).into_iter().chain(extensions(model, cohort)).collect();
    if cohort.beyond().count() > 0 {
        all.push(
            say!("Whether a contract may run on beyond the options on record is a question of its terms and of procurement law.").to_owned(),
        );
    }
    all.extend(kinds(model, cohort));
    let unpublished = cohort.members.len() - cohort.with_value;
    if unpublished > 0 {
        let contracts = model.format().counted(unpublished, "contract", "contracts");
        all.push(say!("The value of {contracts} is not published."; contracts));
    }
    let c = model.catalogue;
    let systems = cohort.members.iter().flat_map(|member| &c.contracts[member.contract].systems);
    let systems: BTreeSet<&str> = systems.map(|ix| c.systems[*ix].name.as_str()).collect();
    if systems.len() > 1 {
        let names: Vec<&str> = systems.into_iter().collect();
        all.push(say!("They run different systems today: {}.", names.join(", ")));
    }
    all
}

/// Who plans or advertises a contract of their own, and how many are left without them.
fn buying(model: Model, cohort: &Cohort) -> Option<String> {
    let names: Vec<&str> = cohort.buying().map(|ix| model.catalogue.boroughs[ix].name.as_str()).collect();
    let format = model.format();
    let few = cohort.free.len() < model.catalogue.site.thresholds.cohort as usize;
    (!names.is_empty()).then(|| {
        format!(
            "{} {}{}{}.",
            listed(&names),
            if names.len() == 1 {
                say!("has planned or advertised a contract for the same; whether it takes the place of this one, nobody says. Without it ")
            } else {
                say!("have planned or advertised contracts for the same; whether they take the place of these, nobody says. Without them ")
            },
            format.counted(cohort.free.len(), "remains", "remain"),
            if few { say!(", too few for a case") } else { "" }
        )
    })
}

/// What the contracts buy, where that is not the same kind of thing.
fn kinds(model: Model, cohort: &Cohort) -> Option<String> {
    let mut kinds: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for member in &cohort.members {
        let kind = category_word(model.catalogue.contracts[member.contract].category);
        let names = boroughs(model, member.contract).into_iter().map(|link| link.text);
        // What is not known is not another kind.
        let Some(kind) = kind else { continue };
        kinds.entry(kind).or_default().extend(names);
    }
    let told = |(kind, names): (&str, BTreeSet<String>)| {
        format!("{kind} ({})", names.into_iter().collect::<Vec<_>>().join(", "))
    };
    (kinds.len() > 1).then(|| {
        let kinds: Vec<String> = kinds.into_iter().map(told).collect();
        say!("They buy different kinds of thing: {}.", kinds.join("; "))
    })
}

/// Whose contract has to run on for how long.
fn extensions(model: Model, cohort: &Cohort) -> Option<String> {
    let told = |member: &CohortMember| {
        let members = &model.catalogue.contracts[member.contract].members;
        let names: Vec<&str> =
            members.iter().map(|one| model.catalogue.boroughs[one.borough].name.as_str()).collect();
        let joint = if names.len() > 1 { say!("the joint contract of ") } else { "" };
        let beyond = beyond(model, member).unwrap_or_else(|| say!("within its options").to_owned());
        say!("{joint}{} by {}, {beyond}", listed(&names), months(model, member.extension_months); joint, beyond)
    };
    let mut all: Vec<String> = cohort.extended().take(MOST_EXTENDED).map(told).collect();
    let more = cohort.extended().count().saturating_sub(MOST_EXTENDED);
    if more > 0 {
        let more = model.format().count(more);
        all.push(say!("{more} more"; more));
    }
    (!all.is_empty()).then(|| say!("To be extended until then: {}.", all.join("; ")))
}

/// How much of an extension no option on record covers.
fn beyond(model: Model, member: &CohortMember) -> Option<String> {
    let options = model.catalogue.contracts[member.contract].max_end.is_some();
    match (member.beyond_months, member.extension_months) {
        (0, _) => None,
        _ if !options => Some(say!("no option is on record").to_owned()),
        (beyond, all) if beyond == all => Some(say!("all of it beyond its options").to_owned()),
        (beyond, _) => Some(say!("{} of it beyond its options", months(model, beyond))),
    }
}
