//! What the program checks before it publishes a record: the same words as `citytools explain`.

use serde::Serialize;

use super::{View, crumb};
use crate::diagnostics::{Family, Rule, rules};
use crate::figures::capitalised;
use crate::site::parts::Link;
use crate::site::{Model, Page, Section, urls};
use crate::words::{self, Language};

const TITLE: &str = said_later!("Checks");

/// Every check, by family.
#[derive(Debug, Serialize)]
pub struct IndexView {
    families: Vec<FamilyView>,
}

#[derive(Debug, Serialize)]
struct FamilyView {
    id: String,
    title: &'static str,
    checks: Vec<CheckRow>,
}

#[derive(Debug, Serialize)]
struct CheckRow {
    link: Link,
    what: &'static str,
    severity: &'static str,
}

/// A check.
#[derive(Debug, Serialize)]
pub struct CheckView {
    code: &'static str,
    name: String,
    what: &'static str,
    severity: &'static str,
    follows: &'static str,
    why: &'static str,
    remedy: String,
    wrong: &'static str,
    right: &'static str,
    can_be_waived: bool,
    family: &'static str,
    previous: Option<Link>,
    next: Option<Link>,
}

pub(in crate::site) fn plan(_: Model) -> Vec<Page> {
    let index = Page {
        path: urls::CHECKS.to_owned(),
        template: "checks.html",
        title: words::text(TITLE).to_owned(),
        description: say!(
            "What is checked in every record and chapter before it is published, why, and how to mend it."
        )
        .to_owned(),
        section: Some(Section::About),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(|| View::Checks(Box::new(index_view()))),
    };
    let all: Vec<&'static Rule> = rules::all().collect();
    let page = |at: usize| {
        let rule = all[at];
        let neighbours =
            [at.checked_sub(1), Some(at + 1)].map(|at| at.and_then(|at| all.get(at)).map(|rule| link(rule)));
        Page {
            path: urls::check(rule),
            template: "check.html",
            title: title(rule),
            description: description(rule),
            section: Some(Section::About),
            crumbs: vec![crumb(words::text(TITLE), urls::CHECKS)],
            origin: None,
            text: None,
            view: Box::new(move || {
                let [previous, next] = neighbours.clone();
                View::Check(Box::new(view(rule, previous, next)))
            }),
        }
    };
    std::iter::once(index).chain((0..all.len()).map(page)).collect()
}

/// Its code and name.
fn name(rule: &Rule) -> String {
    format!("{}: {}", rule.code, rule.what().trim_end_matches('.'))
}

/// What a page says of itself is in one language, and the names of checks are English.
fn is_in_english() -> bool {
    !words::spoken().is_some_and(Language::is_heard)
}

fn title(rule: &Rule) -> String {
    if is_in_english() { name(rule) } else { rule.code.to_owned() }
}

fn description(rule: &Rule) -> String {
    if is_in_english() {
        return format!("{}. What to do: {}.", rule.why, rule.remedy);
    }
    say!("What {} checks, why, and what to do about it.", rule.code)
}

fn link(rule: &Rule) -> Link {
    Link::new(urls::check(rule), rule.code)
}

fn index_view() -> IndexView {
    let family = |family: Family| FamilyView {
        id: format!("family-{family:?}").to_lowercase(),
        title: family.title(),
        checks: rules::all()
            .filter(|rule| rule.family() == family)
            .map(|rule| CheckRow { link: link(rule), what: rule.what(), severity: rule.severity.word() })
            .collect(),
    };
    IndexView { families: Family::ALL.into_iter().map(family).collect() }
}

fn view(rule: &'static Rule, previous: Option<Link>, next: Option<Link>) -> CheckView {
    CheckView {
        code: rule.code,
        name: name(rule),
        what: rule.what(),
        severity: rule.severity.word(),
        follows: rule.follows(),
        why: rule.why,
        remedy: capitalised(rule.remedy),
        wrong: rule.wrong,
        right: rule.right,
        can_be_waived: rule.can_be_waived(),
        family: rule.family().title(),
        previous,
        next,
    }
}
