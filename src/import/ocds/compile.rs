//! Releases of one procurement to its newest state: later news replace earlier news part by part, as the standard merges
//! them.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::kept::Line;
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

/// Puts releases into their order, whichever files they came from. A notice that stands in two files is one, and the
/// later file's words count.
pub(super) fn in_order(lines: &mut Vec<(Line, String)>) {
    // Those that say neither when nor which they are, are told apart by what they say.
    lines.sort_by(|(a, a_text), (b, b_text)| {
        let (a, b) = (&a.release, &b.release);
        let by_text = if a.notice.id.is_empty() { a_text.cmp(b_text) } else { Ordering::Equal };
        (a.at, &a.notice.id).cmp(&(b.at, &b.notice.id)).then(by_text)
    });
    lines.dedup_by(|(later, later_text), (own, own_text)| {
        let is_one = later.release.at == own.release.at && later.release.notice.id == own.release.notice.id;
        let is_one = is_one && (!own.release.notice.id.is_empty() || later_text == own_text);
        if is_one {
            std::mem::swap(later, own);
            std::mem::swap(later_text, own_text);
        }
        is_one
    });
}

/// Merges releases in their order.
pub(super) fn compile(releases: Vec<Release>, buyers: Vec<super::buyers::Match>) -> Option<Process> {
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
        let tags = release.tags;
        process.news.extend(tags.iter().map(|tag| (day, tag.clone())));
        process.odd.extend(release.odd);
        if !process.notices.contains(&release.notice) {
            process.notices.push(release.notice);
        }
        let is_update = tags.iter().any(|tag| tag.ends_with("Update") || tag.ends_with("Amendment"));
        merge(&mut process.state, release.state, is_update);
    }
    process.odd.sort();
    process.odd.dedup();
    Some(process)
}

/// Adds a release's state. One that is an update or amendment tells of nothing new where only one award can be meant.
fn merge(own: &mut State, new: State, is_update: bool) {
    newer(&mut own.reference, new.reference);
    newer(&mut own.method, new.method);
    newer(&mut own.method_details, new.method_details);
    terms(&mut own.tender, new.tender);
    by_id(&mut own.lots, new.lots);
    let renumbered = awards(&mut own.awards, new.awards, is_update);
    contracts(&mut own.contracts, new.contracts, &renumbered, is_update);
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
        match own.iter_mut().find(|old| has_id(old, &item)) {
            Some(old) => terms(old, item),
            None => own.push(item),
        }
    }
}

fn has_id(old: &Terms, new: &Terms) -> bool {
    old.id == new.id && !new.id.is_empty()
}

/// An award's number before and after a notice that numbers it anew.
type Renumbered = Vec<(String, String)>;

/// One id is one award. A later notice may number awards anew: the same suppliers for the same lots, and as many titles.
fn awards(own: &mut Vec<Terms>, new: Vec<Terms>, is_update: bool) -> Renumbered {
    let mut renumbered = Vec::new();
    let is_late = is_update && !own.is_empty();
    let is_lone: Vec<bool> =
        new.iter().map(|item| is_update && is_only(own, item) && is_only(&new, item)).collect();
    for (mut item, is_lone) in new.into_iter().zip(is_lone) {
        let by_id = own.iter().position(|old| has_id(old, &item));
        let Some(at) = by_id.or_else(|| own.iter().position(|old| is_same(old, &item, is_lone))) else {
            item.is_added = is_late;
            own.push(item);
            continue;
        };
        if own[at].id != item.id && !item.id.is_empty() {
            renumbered.push((own[at].id.clone(), item.id.clone()));
        }
        terms(&mut own[at], item);
    }
    renumbered
}

/// Whether just one of these has the suppliers.
fn is_only(all: &[Terms], item: &Terms) -> bool {
    all.iter().filter(|own| same_parties(&own.suppliers, &item.suppliers)).count() == 1
}

fn is_same(old: &Terms, new: &Terms, is_lone: bool) -> bool {
    let has_lots = !new.of_lots.is_empty() && old.of_lots == new.of_lots;
    let has_none = old.of_lots.is_empty() || new.of_lots.is_empty();
    // Suppliers last: comparing them takes longest.
    (has_lots || (is_lone && has_none))
        && (old.title == new.title || new.title.is_none() || is_lone)
        && same_parties(&old.suppliers, &new.suppliers)
}

/// Whether both are the same companies, and any.
pub(super) fn same_parties(a: &[Party], b: &[Party]) -> bool {
    !a.is_empty() && a.len() == b.len() && a.iter().all(|own| b.iter().any(|other| own.is_same(other)))
}

/// Contracts of an award that is numbered anew have new numbers too, and neither suppliers nor lots that would tell them.
fn contracts(own: &mut Vec<Terms>, new: Vec<Terms>, renumbered: &Renumbered, is_update: bool) {
    let is_late = is_update && !own.is_empty();
    for contract in own.iter_mut() {
        let award = contract.award.as_ref().unwrap_or(&contract.id);
        if let Some((_, new)) = renumbered.iter().find(|(old, _)| old == award) {
            contract.award = Some(new.clone());
        }
    }
    let told: BTreeSet<String> = new.iter().map(|contract| contract.id.clone()).collect();
    for mut item in new {
        let award = item.award.as_ref().unwrap_or(&item.id);
        let is_of_award =
            |old: &Terms| old.award.as_ref() == Some(award) && renumbered.iter().any(|(_, new)| new == award);
        let may_be = |old: &Terms| is_of_award(old) && !told.contains(&old.id);
        let find = |is: &dyn Fn(&Terms) -> bool| own.iter().position(is);
        let at = find(&|old| has_id(old, &item))
            .or_else(|| find(&|old| may_be(old) && old.title == item.title))
            .or_else(|| find(&|old| may_be(old) && (old.title.is_none() || item.title.is_none())));
        if let Some(at) = at {
            terms(&mut own[at], item);
        } else {
            item.is_added = is_late;
            own.push(item);
        }
    }
}

fn terms(own: &mut Terms, new: Terms) {
    let Terms {
        id,
        was: _,
        is_added: _,
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
    if !id.is_empty() && id != own.id {
        own.was.push(std::mem::replace(&mut own.id, id));
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
