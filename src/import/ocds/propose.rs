//! A contract of a procurement to a record that an editor can take as it is, with everything that speaks for and against.

use std::collections::BTreeSet;

use super::compile::Process;
use super::names::{Sureness, plain, says};
use super::services::{Guess, category};
use super::supplied::Told;
use super::units::{MayBe, Unit};
use super::{Lists, safe, services, supplied};
use crate::content::records::{
    Category, Confidence, ContractItem, Date, Money, MoneyBasis, Notice, Placed, ProcurementMethod,
    Provenance, SourceItem, Stage, Tax,
};
use crate::content::safety::notices::cleaned;
use crate::diagnostics::text::plural;
use crate::diagnostics::{Rule, rules};

/// What a unit comes to as a record.
pub(super) struct Draft {
    pub item: ContractItem,
    /// Why it was matched as it was, a line each.
    pub why: Vec<String>,
    /// What to look at.
    pub doubts: Vec<Doubt>,
    pub guess: Guess,
}

/// Something to look at.
pub(super) struct Doubt {
    pub rule: &'static Rule,
    /// One sentence without a full stop.
    pub text: String,
}

impl Doubt {
    pub(super) fn new(rule: &'static Rule, text: impl Into<String>) -> Self {
        Self { rule, text: text.into() }
    }
}

/// Texts of amendments are shown up to this many characters.
const AMENDMENT_CHARS: usize = 140;

/// Sums below this are there because a form asked for one.
const LEAST: f64 = 1.5;

pub(super) fn draft(process: &Process, unit: &Unit, is_only: bool, lists: &Lists) -> Draft {
    let is_security = services::security(unit).is_some();
    let mut told = Told { why: buyers(process), is_security, ..Told::default() };
    near_buyers(process, &mut told.doubts);
    let (supplier, sureness) = supplied::supplier(unit, lists, &mut told);
    let Told { mut why, mut doubts, mut notes, .. } = told;
    let guess = lists.services.guess(unit, supplier.as_ref().map(|own| own.supplier.as_str()));
    let title = safe::title(unit, &guess, &mut doubts);
    service(&guess, &mut why, &mut doubts);
    safe::totals(&guess, &mut doubts);
    why.push(format!("{NEWS}{}", news(process)));
    if !guess.is_security() {
        why.extend(amendments(process));
    }
    doubts.extend(unit.may_be.as_ref().filter(|_| !is_only).map(may_be));
    let (start, end, max_end) = dates(unit, &mut doubts, &mut notes);
    if unit.is_max_elsewhere && max_end.is_some() {
        notes.push("What it can be extended to is from another part of the notices than its end.".to_owned());
    }
    let value = value(unit, lists, &mut doubts, &mut notes);
    if unit.is_framework {
        notes.push(
            "The notice sets up a framework; what is bought through it are contracts of their own."
                .to_owned(),
        );
    }
    if unit.is_dynamic {
        notes.push("The notice sets up a dynamic purchasing system; what is bought through it are contracts of their own.".to_owned());
    }
    let surest =
        process.buyers.iter().map(|buyer| buyer.sureness).max().unwrap_or(Sureness::Near).max(sureness);
    let confidence = match surest {
        Sureness::Identifier | Sureness::Exact
            if start.is_some() || end.is_some() || unit.stage.is_some() =>
        {
            Confidence::High
        }
        Sureness::Near | Sureness::Within => Confidence::Low,
        _ => Confidence::Medium,
    };
    let category = category(unit);
    let item = ContractItem {
        title,
        category: (category != Category::Unknown).then_some(category),
        services: guess.services.iter().cloned().map(Placed::from).collect(),
        supplier: supplier.map(|own| own.supplier.into()),
        stage: unit.stage,
        reference: reference(process, &mut doubts).filter(|_| is_only),
        // An id names one procurement, so only its only contract carries it.
        ocid: is_only.then(|| process.ocid.clone().into()),
        start: start.map(Placed::from),
        end: end.map(Placed::from),
        max_end: max_end.map(Placed::from),
        value,
        procurement_method: method(process.state.method.as_deref()),
        framework: framework(process, unit, lists).map(Placed::from),
        cpv: unit.cpv.iter().map(|code| code.id.clone().into()).collect(),
        notices: notices(process),
        provenance: Some(Provenance::Published),
        confidence: Some(confidence),
        notes: (!notes.is_empty()).then(|| notes.join(" ").into()),
        sources: vec![source(process, &guess, &mut doubts)],
        ..ContractItem::default()
    };
    Draft { item, why, doubts, guess }
}

/// Who buys, and how that is known.
fn buyers(process: &Process) -> Vec<String> {
    let told = process.buyers.iter();
    told.map(|buyer| format!("Buyer: {}, by {} (\"{}\")", buyer.borough, buyer.sureness.words(), buyer.name))
        .collect()
}

fn near_buyers(process: &Process, doubts: &mut Vec<Doubt>) {
    for buyer in &process.buyers {
        let (name, borough) = (&buyer.name, &buyer.borough);
        let text = match buyer.sureness {
            Sureness::Near => format!("the buyer \"{name}\" is only nearly a name of {borough}"),
            Sureness::Within => format!(
                "the buyer \"{name}\" has a name of {borough} in it and more: see whether it is a part of {borough} or \
                 a body of its own"
            ),
            Sureness::Identifier | Sureness::Exact | Sureness::Normalised => continue,
        };
        doubts.push(Doubt::new(&rules::NOTICE_NAME, text));
    }
}

/// A later notice may number contracts anew, or change one, without a word.
fn may_be(other: &MayBe) -> Doubt {
    let text = match other {
        MayBe::Any => {
            "no notice gives the award of this contract, so it may be another of this procurement under a new number".to_owned()
        }
        MayBe::Added => "only a notice of a change tells of it, so it may be another of this procurement as it is now: \
                         if so, take over only one"
            .to_owned(),
        MayBe::Renumbered(part) => format!(
            "it has the suppliers and the title of part {part}, so it may be that one under a new number"
        ),
        MayBe::Changed(part) => format!(
            "only a notice of a change tells of it, so it may be part {part} as it is now: if so, take over only this one"
        ),
        MayBe::Unchanged(part) => format!(
            "only a notice of a change tells of part {part}, so that may be this one as it is now: if so, take over only \
             that one"
        ),
    };
    Doubt::new(&rules::NOTICE_OPEN, text)
}

/// Which services it is for, why, and how sure that is.
fn service(guess: &Guess, why: &mut Vec<String>, doubts: &mut Vec<Doubt>) {
    let confidence = match guess.confidence.filter(|_| !guess.services.is_empty()) {
        None => {
            return doubts.push(Doubt::new(&rules::NOTICE_SERVICE, "nothing says which service it is for"));
        }
        Some(Confidence::High) => "high",
        Some(Confidence::Medium) => "medium",
        Some(Confidence::Low) => {
            let text = format!("the service is hardly more than a guess: {}", guess.why);
            doubts.push(Doubt::new(&rules::NOTICE_SERVICE, text));
            "low"
        }
    };
    why.push(format!("Services: guessed with {confidence} confidence, as {}", guess.why));
    why.extend(
        guess
            .system
            .as_ref()
            .map(|system| format!("It names {system}, so it may belong under that system, as its contract")),
    );
}

fn reference(process: &Process, doubts: &mut Vec<Doubt>) -> Option<String> {
    process.state.reference.as_ref().map(|reference| safe::text(reference, "reference", doubts))
}

/// First and last days that can be right together.
fn dates(
    unit: &Unit,
    doubts: &mut Vec<Doubt>,
    notes: &mut Vec<String>,
) -> (Option<Date>, Option<Date>, Option<Date>) {
    let period = unit.period;
    let mut before = |first: Option<Date>, last: Option<Date>, what: &str| {
        let wrong = first.zip(last).filter(|(first, last)| last.last_day() < first.first_day());
        if let Some((first, last)) = wrong {
            doubts.push(Doubt::new(
                &rules::NOTICE_ODD,
                format!("the notice says that it {what} {last} and begins {first}, so the end is left out"),
            ));
        }
        wrong.is_some()
    };
    let end = period.end.filter(|_| !before(period.start, period.end, "ends"));
    let max_end = period.max_end.filter(|_| !before(period.start.or(end), period.max_end, "can run to"));
    let max_end = max_end.filter(|max| end.is_none_or(|end| end.last_day() <= max.last_day()));
    let length = period.months.map(|months| plural_of(months, "month"));
    let length = length.or_else(|| period.days.map(|days| plural_of(days, "day"))).flatten();
    if let (None, Some(length)) = (period.end, length) {
        notes.push(format!("The notice gives no end, only a length of {length}."));
    }
    (period.start, end, max_end)
}

/// How long something is; nothing, where that is no length.
fn plural_of(count: i64, unit: &str) -> Option<String> {
    let count = usize::try_from(count).ok().filter(|count| *count > 0)?;
    Some(plural(count, unit, &format!("{unit}s")))
}

/// The sum, where it is one of this contract and in the region's currency.
fn value(unit: &Unit, lists: &Lists, doubts: &mut Vec<Doubt>, notes: &mut Vec<String>) -> Option<Money> {
    let sum = unit.value.as_ref()?;
    let amount = sum.net.or(sum.gross)?;
    let currency = sum.currency.as_deref()?;
    if currency != lists.site.currency {
        let text = format!(
            "its sum, {amount}, is in {currency} and not in {}, so it is left out",
            lists.site.currency
        );
        doubts.push(Doubt::new(&rules::NOTICE_CURRENCY, text));
        return None;
    }
    if unit.is_framework || unit.is_dynamic {
        notes.push(
            "Its sum is the most that all purchases through it may come to, so it is left out.".to_owned(),
        );
        return None;
    }
    if amount < LEAST {
        return None;
    }
    if amount > lists.most {
        let text = format!(
            "its sum, {amount}, is more than a contract here can cost (100 times the largest on record, at least 100 \
             million and at most 10 billion: {}), so it is left out",
            lists.most
        );
        doubts.push(Doubt::new(&rules::NOTICE_ODD, text));
        return None;
    }
    if unit.is_estimate {
        notes.push("The sum is the estimate of the tender.".to_owned());
    }
    if unit.has_options {
        notes.push(
            "The contract has options; the notice does not say whether the sum has them in it.".to_owned(),
        );
    }
    let tax = match (sum.net, sum.gross) {
        (Some(_), Some(_)) => Tax::Net,
        (None, _) => Tax::Gross,
        (_, None) => Tax::Unknown,
    };
    Some(Money { amount: whole(amount), basis: MoneyBasis::Total, tax })
}

/// Whole units of the currency.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sums are neither negative nor that large"
)]
pub(super) fn whole(amount: f64) -> u64 {
    amount.round() as u64
}

fn method(method: Option<&str>) -> Option<ProcurementMethod> {
    match method? {
        "open" => Some(ProcurementMethod::Open),
        "selective" => Some(ProcurementMethod::Selective),
        "limited" => Some(ProcurementMethod::Limited),
        "direct" => Some(ProcurementMethod::Direct),
        _ => None,
    }
}

/// The framework that it was called off from, where a notice names one of the region's list.
fn framework(process: &Process, unit: &Unit, lists: &Lists) -> Option<String> {
    if unit.is_framework {
        return None;
    }
    let details = process.state.method_details.iter();
    let texts = process.state.frameworks.iter().chain(details).chain([&unit.title, &unit.description]);
    let texts: Vec<String> = texts.map(|text| plain(text)).collect();
    let named = lists
        .frameworks
        .iter()
        .find(|(_, names)| texts.iter().any(|text| names.iter().any(|name| says(text, name))));
    named.map(|(id, _)| id.clone())
}

fn notices(process: &Process) -> Vec<Notice> {
    let mut seen = BTreeSet::new();
    let named = process.notices.iter().filter_map(|notice| Some((notice, notice.url.clone()?)));
    named
        .filter(|(_, url)| seen.insert(url.as_str().to_owned()))
        .map(|(notice, url)| Notice { kind: notice.kind.clone(), id: number(&notice.id), url: url.into() })
        .collect()
}

/// A notice's number as people quote it; ids that only machines read are left out.
fn number(id: &str) -> Option<String> {
    (!id.is_empty() && id.len() <= 16).then(|| id.to_owned())
}

/// The newest notice.
fn source(process: &Process, guess: &Guess, doubts: &mut Vec<Doubt>) -> SourceItem {
    let newest = process.notices.iter().rev().find(|notice| notice.url.is_some()).or(process.notices.last());
    if newest.is_none_or(|notice| notice.url.is_none()) {
        doubts.push(Doubt::new(
            &rules::NOTICE_SOURCE,
            "the notice has no address, which a published record needs",
        ));
    }
    let told = newest.and_then(|notice| notice.title.as_ref()).filter(|_| !guess.is_security());
    let told = told.map(|title| safe::text(title, "notice's own title", doubts));
    let title = newest.map(|notice| match (told, number(&notice.id)) {
        (Some(title), Some(id)) => format!("{title}, {id}"),
        (Some(title), None) => title,
        (None, Some(id)) => format!("Procurement notice {id}"),
        (None, None) => format!("Procurement notice {}", process.ocid),
    });
    SourceItem {
        url: newest.and_then(|notice| notice.url.clone()).map(Placed::from),
        title,
        date: newest.and_then(|notice| notice.day),
        confidence: None,
        notes: None,
    }
}

/// Begins the line that says what kind of news came when.
pub(super) const NEWS: &str = "Notices: ";

/// What stands there of notices that say neither.
pub(super) const NO_NEWS: &str = "without a date or a kind";

/// What kind of news came when.
pub(super) fn news(process: &Process) -> String {
    let told = process.news.iter().map(|(day, tag)| match day {
        Some(day) => format!("{day} {tag}"),
        None => tag.clone(),
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { format!("{} {NO_NEWS}", process.notices.len()) } else { told.join(", ") }
}

fn amendments(process: &Process) -> impl Iterator<Item = String> + use<'_> {
    process.state.amendments.iter().map(|(day, text)| {
        let day = day.map(|day| format!(" {day}")).unwrap_or_default();
        format!("Amended{day}: {}", without_people(text))
    })
}

/// The begin of a text, without what leads to a person.
fn without_people(text: &str) -> String {
    let text = cleaned(text).text;
    let mut begin: String = text.chars().take(AMENDMENT_CHARS).collect();
    if begin.len() < text.len() {
        begin.push('…');
    }
    begin
}

/// Whether a contract is let, as opposed to sought.
pub(super) fn is_let(item: &ContractItem) -> bool {
    !matches!(item.stage, Some(Stage::Planned | Stage::Tendering))
}
