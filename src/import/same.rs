//! Whether two rows tell the same contract: takes two drafts of one borough, gives a verdict with its reason.
//!
//! Careful on purpose: a contract counted twice can be seen and mended, two contracts made one can't.

use std::collections::BTreeSet;

use super::contracts::Draft;
use crate::content::records::{Category, ContractItem, Date, Deployment, DeploymentContract, Placed};

/// Whether two rows tell the same contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They do, for this reason.
    Same(&'static str),
    /// They may, for this reason; a person should look.
    Perhaps(&'static str),
    /// Nothing says so.
    Different,
}

/// Compares two rows of one borough.
pub(super) fn compare(a: &Draft, b: &Draft) -> Verdict {
    let contradict = suppliers_differ(&a.item, &b.item) || terms_differ(&a.item, &b.item);
    if same_ocid(&a.item, &b.item) {
        let newer_state =
            a.date().zip(b.date()).is_some_and(|(a, b)| a != b) && !suppliers_differ(&a.item, &b.item);
        return if contradict && !newer_state {
            Verdict::Perhaps("one procurement")
        } else {
            Verdict::Same("one procurement")
        };
    }
    // A later holder of a contract with the same name is a contract of its own.
    if suppliers_differ(&a.item, &b.item) {
        return Verdict::Different;
    }
    if let Some(reason) = strong_link(a, b) {
        return if contradict { Verdict::Perhaps(reason) } else { Verdict::Same(reason) };
    }
    match weak_link(a, b) {
        Some(reason) if !contradict => Verdict::Perhaps(reason),
        _ => Verdict::Different,
    }
}

fn strong_link(a: &Draft, b: &Draft) -> Option<&'static str> {
    let same_start = a.item.start.is_some()
        && a.item.start.as_deref().zip(b.item.start.as_deref()).is_some_and(|(a, b)| agree(*a, *b));
    let same_subject = a.item.category == b.item.category
        && services(&a.item) == services(&b.item)
        && !a.item.services.is_empty();
    if same_title(&a.item, &b.item) {
        Some("one title")
    } else if same_supplier(&a.item, &b.item)
        && same_start
        && says_its_subject(&a.item)
        && says_its_subject(&b.item)
    {
        Some("one supplier and start")
    } else if same_page(a, b) && same_subject && titles_overlap(&a.item, &b.item) {
        Some("one page and service, and titles of the same words")
    } else {
        None
    }
}

fn weak_link(a: &Draft, b: &Draft) -> Option<&'static str> {
    let share_a_service = !services(&a.item).is_disjoint(&services(&b.item));
    if same_page(a, b) && share_a_service {
        Some("one page and service")
    } else if same_supplier(&a.item, &b.item) && share_a_service {
        Some("one supplier and service")
    } else {
        None
    }
}

/// Whether a borough's listed contract may be the one that stands under a deployment: one service and one term.
pub(super) fn may_be_inline(listed: &ContractItem, deployment: &Deployment) -> bool {
    let Some(DeploymentContract::Inline(inline)) =
        deployment.contract.as_ref().map(|contract| &contract.value)
    else {
        return false;
    };
    let share_a_service =
        deployment.services.iter().any(|service| services(listed).contains(service.value.as_str()));
    let both = |a: &Option<Placed<Date>>, b: &Option<Placed<Date>>| {
        a.as_deref().zip(b.as_deref()).is_some_and(|(a, b)| agree(*a, *b))
    };
    share_a_service && both(&listed.start, &inline.start) && both(&listed.end, &inline.end)
}

fn same_ocid(a: &ContractItem, b: &ContractItem) -> bool {
    a.ocid.as_ref().zip(b.ocid.as_ref()).is_some_and(|(a, b)| a.value == b.value)
}

fn same_page(a: &Draft, b: &Draft) -> bool {
    let url = |draft: &Draft| Some(draft.evidence.source.as_ref()?.url.as_ref()?.value.clone());
    url(a).is_some() && url(a) == url(b)
}

/// A row whose category is unknown has no title that tells it from another.
fn says_its_subject(item: &ContractItem) -> bool {
    item.category.is_some_and(|category| category != Category::Unknown)
}

fn same_title(a: &ContractItem, b: &ContractItem) -> bool {
    let lower = |item: &ContractItem| item.title.as_ref().map(|title| title.to_lowercase());
    says_its_subject(a) && says_its_subject(b) && lower(a).is_some() && lower(a) == lower(b)
}

/// At least half of all words of both titles stand in each.
fn titles_overlap(a: &ContractItem, b: &ContractItem) -> bool {
    let (a, b) = (words(a), words(b));
    2 * a.intersection(&b).count() >= a.union(&b).count() && !a.is_empty()
}

/// The words of a title that carry meaning, singular and plural alike.
fn words(item: &ContractItem) -> BTreeSet<String> {
    let title = item.title.as_deref().unwrap_or_default().to_lowercase();
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            word.len() > 1
                && !matches!(*word, "and" | "of" | "for" | "the" | "in" | "to" | "with" | "not" | "named")
        })
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

fn services(item: &ContractItem) -> BTreeSet<&str> {
    item.services.iter().map(|service| service.value.as_str()).collect()
}

fn same_supplier(a: &ContractItem, b: &ContractItem) -> bool {
    a.supplier.as_ref().zip(b.supplier.as_ref()).is_some_and(|(a, b)| a.value == b.value)
}

fn suppliers_differ(a: &ContractItem, b: &ContractItem) -> bool {
    a.supplier.as_ref().zip(b.supplier.as_ref()).is_some_and(|(a, b)| a.value != b.value)
}

/// Whether term or value can't both be right.
pub(super) fn terms_differ(a: &ContractItem, b: &ContractItem) -> bool {
    let dates = |a: &Option<Placed<Date>>, b: &Option<Placed<Date>>| {
        a.as_deref().zip(b.as_deref()).is_some_and(|(a, b)| !agree(*a, *b))
    };
    let money = a.value.zip(b.value).is_some_and(|(a, b)| (a.amount, a.basis) != (b.amount, b.basis));
    dates(&a.start, &b.start) || dates(&a.end, &b.end) || dates(&a.max_end, &b.max_end) || money
}

/// Two dates agree where one is only the less exact.
pub(super) fn agree(a: Date, b: Date) -> bool {
    let within = |inner: Date, outer: Date| {
        outer.first_day() <= inner.first_day() && inner.last_day() <= outer.last_day()
    };
    within(a, b) || within(b, a)
}

#[cfg(test)]
mod tests {
    use super::super::cells::text;
    use super::super::evidence::Evidence;
    use super::*;
    use crate::content::records::{Money, MoneyBasis, SourceItem, Tax};

    /// A row by its title, supplier, start, page and the date of its source; empty where it does not say.
    fn row([title, supplier, start, page, told]: [&str; 5]) -> Draft {
        let item = ContractItem {
            title: text(title),
            category: Some(Category::Software),
            services: vec!["library-management".to_owned().into()],
            supplier: text(supplier).map(Placed::from),
            start: start.parse().ok().map(|start: Date| start.into()),
            ..ContractItem::default()
        };
        let url = page.parse().ok().map(|url: crate::content::records::Url| url.into());
        let source = SourceItem { url, title: None, date: told.parse().ok(), confidence: None, notes: None };
        Draft { line: 2, item, evidence: Evidence { source: Some(source), confidence: None, notes: None } }
    }

    #[test]
    fn one_title_is_one_contract_unless_supplier_or_term_differ() {
        let a = row(["Library system", "", "2025-04", "", ""]);
        assert!(matches!(
            compare(&a, &row(["LIBRARY SYSTEM", "acme", "2025-04-01", "", ""])),
            Verdict::Same(_)
        ));
        assert!(matches!(compare(&a, &row(["Library system", "", "2030", "", ""])), Verdict::Perhaps(_)));
        let (acme, other) =
            (row(["Library system", "acme", "", "", ""]), row(["Library system", "other", "", "", ""]));
        assert_eq!(compare(&acme, &other), Verdict::Different);
    }

    #[test]
    fn a_title_says_nothing_where_the_category_is_unknown() {
        let mut rows =
            [row(["Not shown", "acme", "2025", "", ""]), row(["Not shown", "acme", "2025", "", ""])];
        for row in &mut rows {
            row.item.category = Some(Category::Unknown);
        }
        assert!(!matches!(compare(&rows[0], &rows[1]), Verdict::Same(_)));
    }

    #[test]
    fn one_procurement_may_be_told_again_with_new_terms() {
        let ocid = |mut draft: Draft, amount| {
            draft.item.ocid = Some("ocds-b5fd17-1".to_owned().into());
            draft.item.value = Some(Money { amount, basis: MoneyBasis::Total, tax: Tax::Net });
            draft
        };
        let old = ocid(row(["Tender", "", "", "", "2024"]), 100);
        let new = ocid(row(["Award", "", "", "", "2025"]), 120);
        assert!(matches!(compare(&old, &new), Verdict::Same(_)));
        let same_day = ocid(row(["Award", "", "", "", "2024"]), 120);
        assert!(matches!(compare(&old, &same_day), Verdict::Perhaps(_)));
    }

    #[test]
    fn one_page_needs_titles_of_the_same_words() {
        let page = "https://council.example/decision";
        let a = row(["New library system", "", "", page, ""]);
        assert!(matches!(compare(&a, &row(["Library systems", "", "", page, ""])), Verdict::Same(_)));
        assert!(matches!(compare(&a, &row(["Scanners", "", "", page, ""])), Verdict::Perhaps(_)));
        assert_eq!(compare(&a, &row(["Scanners", "", "", "", ""])), Verdict::Different);
    }
}
