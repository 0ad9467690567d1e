//! Releases of one procurement to its newest state: later news replace earlier news part by part, as the standard merges
//! them.

use super::release::{NoticeText, Party, Period, Release, State, Sum, Terms, add_codes};
use crate::content::records::Date;

/// A procurement with everything that its releases said of it.
#[derive(Clone, Debug)]
pub(super) struct Process {
    pub ocid: String,
    /// The file of its newest release, by number.
    pub file: usize,
    /// Its notices, the oldest first.
    pub notices: Vec<NoticeText>,
    /// Kinds of news, with their days.
    pub news: Vec<(Option<Date>, String)>,
    /// Authorities that buy, by id.
    pub buyers: Vec<super::buyers::Match>,
    pub state: State,
    /// What could not be read.
    pub odd: Vec<String>,
}

/// Puts releases into their order and merges them.
pub(super) fn compile(mut releases: Vec<Release>, buyers: Vec<super::buyers::Match>) -> Option<Process> {
    releases.sort_by(|a, b| (a.at, &a.notice.id).cmp(&(b.at, &b.notice.id)));
    // A notice that stands in two files is one.
    releases.dedup_by(|a, b| a.notice.id == b.notice.id && a.at == b.at && !a.notice.id.is_empty());
    let newest = releases.last()?;
    let mut process = Process {
        ocid: newest.ocid.clone(),
        file: newest.file,
        notices: Vec::new(),
        news: Vec::new(),
        buyers,
        state: State::default(),
        odd: Vec::new(),
    };
    for release in releases {
        let day = release.notice.day;
        process.news.extend(release.tags.into_iter().map(|tag| (day, tag)));
        process.odd.extend(release.odd);
        if !process.notices.contains(&release.notice) {
            process.notices.push(release.notice);
        }
        merge(&mut process.state, release.state);
    }
    process.odd.sort();
    process.odd.dedup();
    Some(process)
}

fn merge(own: &mut State, new: State) {
    newer(&mut own.reference, new.reference);
    newer(&mut own.method, new.method);
    newer(&mut own.method_details, new.method_details);
    terms(&mut own.tender, new.tender);
    by_id(&mut own.lots, new.lots);
    by_id(&mut own.awards, new.awards);
    by_id(&mut own.contracts, new.contracts);
    for framework in new.frameworks {
        if !own.frameworks.contains(&framework) {
            own.frameworks.push(framework);
        }
    }
    for amendment in new.amendments {
        if !own.amendments.iter().any(|(_, text)| *text == amendment.1) {
            own.amendments.push(amendment);
        }
    }
}

fn newer<T>(own: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *own = new;
    }
}

fn by_id(own: &mut Vec<Terms>, new: Vec<Terms>) {
    for item in new {
        match own.iter_mut().find(|old| is_same(old, &item)) {
            Some(old) => terms(old, item),
            None => own.push(item),
        }
    }
}

/// One id is one thing. A later notice may number awards anew: the same suppliers for the same lots, and as many titles.
fn is_same(old: &Terms, new: &Terms) -> bool {
    if old.id == new.id && !new.id.is_empty() {
        return true;
    }
    let names = |terms: &Terms| {
        terms.suppliers.iter().map(|party: &Party| party.name.to_lowercase()).collect::<Vec<_>>()
    };
    !new.suppliers.is_empty()
        && !new.of_lots.is_empty()
        && names(old) == names(new)
        && old.of_lots == new.of_lots
        && (old.title == new.title || new.title.is_none())
}

fn terms(own: &mut Terms, new: Terms) {
    let Terms {
        id,
        award,
        of_lots,
        title,
        description,
        status,
        period,
        value,
        suppliers,
        cpv,
        is_framework,
        is_dynamic,
        has_options,
    } = new;
    if !id.is_empty() {
        own.id = id;
    }
    newer(&mut own.award, award);
    newer(&mut own.title, title);
    newer(&mut own.description, description);
    newer(&mut own.status, status);
    newer(&mut own.is_framework, is_framework);
    newer(&mut own.is_dynamic, is_dynamic);
    newer(&mut own.has_options, has_options);
    if !of_lots.is_empty() {
        own.of_lots = of_lots;
    }
    if !suppliers.is_empty() {
        own.suppliers = suppliers;
    }
    add_codes(&mut own.cpv, cpv);
    self::period(&mut own.period, period);
    sum(&mut own.value, value);
}

fn period(own: &mut Period, new: Period) {
    newer(&mut own.start, new.start);
    newer(&mut own.end, new.end);
    newer(&mut own.max_end, new.max_end);
    newer(&mut own.days, new.days);
    newer(&mut own.months, new.months);
}

/// A sum is replaced as a whole: parts of two sums make none.
fn sum(own: &mut Option<Sum>, new: Option<Sum>) {
    newer(own, new);
}
