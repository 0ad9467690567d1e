//! Systems in authorities: their life, and what is told twice.

use std::collections::HashSet;

use jiff::civil::Date as Day;

use crate::content::records::{BoroughRecord, Deployment, Lifecycle, Placed, ServiceState};
use crate::content::{Content, InFile};
use crate::diagnostics::{Diagnostic, Span, rules};

pub(super) fn check(content: &Content, as_of: Day, problems: &mut Vec<Diagnostic>) {
    for entry in content.boroughs.values() {
        let Some(record) = &entry.record else { continue };
        for deployment in &record.systems {
            life(entry, deployment, as_of, problems);
            undeclared_services(content, entry, deployment, problems);
        }
        told_twice(entry, record, problems);
        contradictions(entry, record, problems);
        staleness(content, entry, record, as_of, problems);
    }
}

fn life(entry: &InFile<BoroughRecord>, item: &Deployment, as_of: Day, problems: &mut Vec<Diagnostic>) {
    let lifecycle = item.lifecycle.value;
    if let Some(since) = item.since.filter(|since| lifecycle == Lifecycle::Live && since.first_day() > as_of)
    {
        let message = format!("`{}` is live, but starts on {}", item.system.value, since.value);
        problems.push(Diagnostic::new(&rules::LIVE_IN_FUTURE, entry.place(since.span), message));
    }
    if let (Some(since), Some(until)) = (item.since, item.until)
        && until.last_day() < since.first_day()
    {
        let message = format!("`{}` went in {} and came in {}", item.system.value, until.value, since.value);
        problems.push(
            Diagnostic::new(&rules::END_BEFORE_START, entry.place(until.span), message)
                .remedy("compare since and until with the source"),
        );
    }
    match (item.until, lifecycle) {
        (None, Lifecycle::Retired) => {
            let message = format!("`{}` is retired, but nothing says since when", item.system.value);
            problems.push(Diagnostic::new(
                &rules::RETIRED_WITHOUT_UNTIL,
                entry.place(item.lifecycle.span),
                message,
            ));
        }
        (Some(until), Lifecycle::Live | Lifecycle::Planned | Lifecycle::Implementing) => {
            let message = format!("`{}` has an end, but is not retired or being replaced", item.system.value);
            problems.push(Diagnostic::new(&rules::UNTIL_ON_RUNNING, entry.place(until.span), message));
        }
        _ => {}
    }
}

fn contradictions(entry: &InFile<BoroughRecord>, record: &BoroughRecord, problems: &mut Vec<Diagnostic>) {
    for note in record.services.iter().filter(|note| note.state != ServiceState::InHouse) {
        let runs = record.systems.iter().find(|item| {
            matches!(item.lifecycle.value, Lifecycle::Live | Lifecycle::Replacing)
                && item.services.iter().any(|service| service.value == note.service.value)
        });
        if let Some(item) = runs {
            let message = format!(
                "`{}` does not apply here, but `{}` is in use for it",
                note.service.value, item.system.value
            );
            problems.push(Diagnostic::new(&rules::CONTRADICTION, entry.place(note.service.span), message));
        }
    }
}

fn undeclared_services(
    content: &Content,
    entry: &InFile<BoroughRecord>,
    item: &Deployment,
    problems: &mut Vec<Diagnostic>,
) {
    let system = content.systems.get(&item.system.value).and_then(|system| system.record.as_ref());
    let Some(system) = system else { return };
    for service in &item.services {
        if !system.services.iter().any(|known| known.value == service.value) {
            let message = format!("`{}` does not list the service `{}`", item.system.value, service.value);
            problems.push(
                Diagnostic::new(&rules::UNDECLARED_SERVICE, entry.place(service.span), message).remedy(
                    format!(
                        "add {} to services: in systems/{}.yaml, or correct it here",
                        service.value, item.system.value
                    ),
                ),
            );
        }
    }
}

fn told_twice(entry: &InFile<BoroughRecord>, record: &BoroughRecord, problems: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for item in &record.systems {
        let mut services: Vec<&str> = item.services.iter().map(|service| service.value.as_str()).collect();
        if services.is_empty() {
            services.push("");
        }
        let again = services.into_iter().find(|service| !seen.insert((item.system.value.as_str(), *service)));
        if again.is_some() {
            let message = format!("`{}` is listed before for the same service", item.system.value);
            problems.push(Diagnostic::new(&rules::SAME_DEPLOYMENT, entry.place(item.system.span), message));
        }
    }
    let mut repeated = |ids: Vec<&Placed<String>>| {
        let mut seen = HashSet::new();
        for id in ids {
            if !seen.insert(id.value.as_str()) {
                problems.push(Diagnostic::new(
                    &rules::SAME_FACT,
                    entry.place(id.span),
                    format!("`{}` is listed before", id.value),
                ));
            }
        }
    };
    repeated(record.skills.iter().map(|item| &item.skill).collect());
    repeated(record.technologies.iter().map(|item| &item.technology).collect());
    repeated(record.services.iter().map(|item| &item.service).collect());
}

fn staleness(
    content: &Content,
    entry: &InFile<BoroughRecord>,
    record: &BoroughRecord,
    as_of: Day,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(site) = content.site.as_ref().and_then(|site| site.record.as_ref()) else { return };
    let limit = jiff::Span::new().months(i32::from(site.thresholds.stale_months));
    if let Some(checked) = record.checked
        && checked.last_day().saturating_add(limit) < as_of
    {
        let span = Span { start: checked.span.start, end: checked.span.end };
        problems.push(Diagnostic::new(
            &rules::STALE,
            entry.place(span),
            format!("last confirmed in {}", checked.value),
        ));
    }
}
