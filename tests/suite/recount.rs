//! Counts London again, from the YAML files alone, with plain loops and no code of the program; then compares with the
//! numbers that are printed on the built pages. If a formula changes on one side only, this fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::OnceLock;

use crate::support::{self, Element, Page, Result, Site, here, tree};
use serde_json::Value;

/// Year, month, day.
type Day = (u16, u8, u8);

const TODAY: Day = (2026, 11, 25);

/// Everything under content/, as it stands in the files.
struct Records {
    small_number: usize,
    services: Vec<Value>,
    systems: BTreeMap<String, Value>,
    suppliers: BTreeMap<String, Value>,
    boroughs: BTreeMap<String, Value>,
    shared: BTreeMap<String, Value>,
}

impl Records {
    fn read() -> Result<Self> {
        let mut files: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
        for (path, bytes) in tree(&here("content"))? {
            let Some(stem) = path.strip_suffix(".yaml") else { continue };
            let (folder, id) = stem.split_once('/').unwrap_or(("", stem));
            let value = serde_yaml::from_str(&String::from_utf8(bytes)?)?;
            files.entry(folder.to_owned()).or_default().insert(id.to_owned(), value);
        }
        let mut take = |folder: &str| files.remove(folder).unwrap_or_default();
        let top = take("");
        let mut services = Vec::new();
        for group in items(&top["services"], "groups") {
            services.extend(items(group, "services").iter().cloned());
        }
        Ok(Self {
            services,
            small_number: usize::try_from(
                top["site"]["thresholds"]["small_number"].as_u64().ok_or("a number")?,
            )?,
            systems: take("systems"),
            suppliers: take("suppliers"),
            boroughs: take("boroughs"),
            shared: take("contracts"),
        })
    }

    /// Every system in every borough.
    fn deployments(&self) -> Vec<(&str, &Value)> {
        let mut all = Vec::new();
        for (borough, record) in &self.boroughs {
            for deployment in items(record, "systems") {
                all.push((borough.as_str(), deployment));
            }
        }
        all
    }

    fn supplier_of<'a>(&'a self, system: &str) -> Option<&'a str> {
        self.systems[system]["supplier"].as_str().filter(|supplier| *supplier != "in-house")
    }

    /// Boroughs that say this of a service.
    fn with_state(&self, service: &str, wanted: &[&str]) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for (borough, record) in &self.boroughs {
            for note in items(record, "services") {
                if word(note, "service") == service && wanted.contains(&word(note, "state")) {
                    found.insert(borough.as_str());
                }
            }
        }
        found
    }

    /// Boroughs to which a service does not apply.
    fn without(&self, service: &str) -> BTreeSet<&str> {
        self.with_state(service, &["not-applicable", "not-provided"])
    }

    /// Boroughs with a system in use for a service, or a solution of their own.
    fn recorded(&self, service: &str) -> BTreeSet<&str> {
        let without = self.without(service);
        let mut found = self.with_state(service, &["in-house"]);
        for (borough, deployment) in self.deployments() {
            if is_live(deployment) && serves(deployment, service) && !without.contains(borough) {
                found.insert(borough);
            }
        }
        found
    }

    /// Every contract once.
    fn contracts(&self) -> Vec<Contract<'_>> {
        let mut all = Vec::new();
        for (borough, record) in &self.boroughs {
            for deployment in items(record, "systems") {
                let contract = &deployment["contract"];
                if contract.is_object() {
                    let own = contract["supplier"].as_str().filter(|supplier| *supplier != "in-house");
                    all.push(Contract {
                        record: contract,
                        members: vec![borough],
                        supplier: own.or_else(|| match contract["supplier"].as_str() {
                            Some(_) => None,
                            None => self.supplier_of(word(deployment, "system")),
                        }),
                        lives: vec![word(deployment, "lifecycle")],
                    });
                }
            }
            for contract in items(record, "contracts") {
                let supplier = contract["supplier"].as_str().filter(|supplier| *supplier != "in-house");
                all.push(Contract { record: contract, members: vec![borough], supplier, lives: Vec::new() });
            }
        }
        for (id, contract) in &self.shared {
            let named = self
                .deployments()
                .into_iter()
                .filter(|(_, item)| item["contract"].as_str() == Some(id.as_str()));
            all.push(Contract {
                record: contract,
                members: items(contract, "boroughs").iter().filter_map(Value::as_str).collect(),
                supplier: contract["supplier"].as_str().filter(|supplier| *supplier != "in-house"),
                lives: named.map(|(_, item)| word(item, "lifecycle")).collect(),
            });
        }
        all
    }
}

struct Contract<'a> {
    record: &'a Value,
    members: Vec<&'a str>,
    supplier: Option<&'a str>,
    /// The lives of the deployments that it is for.
    lives: Vec<&'a str>,
}

impl Contract<'_> {
    fn is_over(&self) -> bool {
        let retired = !self.lives.is_empty() && self.lives.iter().all(|life| *life == "retired");
        word(self.record, "stage") == "ended" || retired
    }

    fn is_planned(&self) -> bool {
        let ahead = first_day(&self.record["start"]).is_some_and(|start| start > TODAY);
        matches!(word(self.record, "stage"), "planned" | "tendering") || (!self.is_over() && ahead)
    }

    /// Its end, if it runs and the end is ahead.
    fn end_ahead(&self) -> Option<Day> {
        last_day(&self.record["end"]).filter(|end| *end >= TODAY && !self.is_over() && !self.is_planned())
    }

    /// It has begun, and its last known end, if any, has not passed.
    fn runs(&self) -> bool {
        let ends = [last_day(&self.record["max_end"]), last_day(&self.record["end"])];
        let known: Vec<Day> = ends.into_iter().flatten().collect();
        !self.is_over() && !self.is_planned() && (known.is_empty() || known.iter().any(|end| *end >= TODAY))
    }

    /// Pounds a year without tax.
    fn yearly(&self) -> Option<f64> {
        let value = &self.record["value"];
        let mut amount = value["amount"].as_f64()?;
        if word(value, "tax") == "gross" {
            amount /= 1.2;
        }
        if word(value, "basis") == "annual" {
            return Some(amount);
        }
        let (start, end) = (first_day(&self.record["start"])?, last_day(&self.record["end"])?);
        let days = number(end) - number(start) + 1;
        (days > 0).then(|| amount / (days as f64 / 365.25))
    }
}

fn items<'a>(record: &'a Value, key: &str) -> &'a [Value] {
    record[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word<'a>(record: &'a Value, key: &str) -> &'a str {
    record[key].as_str().unwrap_or_default()
}

fn is_live(deployment: &Value) -> bool {
    matches!(word(deployment, "lifecycle"), "live" | "replacing")
}

/// Old sources, and nothing that ends it.
fn may_be_live(deployment: &Value) -> bool {
    word(deployment, "lifecycle") == "unknown" && deployment["until"].is_null()
}

fn serves(deployment: &Value, service: &str) -> bool {
    items(deployment, "services").iter().any(|id| id == service)
}

/// 2024, "2024-04" or "2024-04-01": year, and month and day where they are given.
fn parts(date: &Value) -> Option<(u16, Option<u8>, Option<u8>)> {
    let text = match date {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    Some((
        year,
        parts.next().and_then(|part| part.parse().ok()),
        parts.next().and_then(|part| part.parse().ok()),
    ))
}

fn first_day(date: &Value) -> Option<Day> {
    let (year, month, day) = parts(date)?;
    Some((year, month.unwrap_or(1), day.unwrap_or(1)))
}

fn last_day(date: &Value) -> Option<Day> {
    let (year, month, day) = parts(date)?;
    let month = month.unwrap_or(12);
    Some((year, month, day.unwrap_or(days_in(year, month))))
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since the first of January 1900, counted one year and one month at a time.
fn number((year, month, day): Day) -> i64 {
    let mut days = i64::from(day);
    for year in 1900..year {
        days += (1..=12).map(|month| i64::from(days_in(year, month))).sum::<i64>();
    }
    days + (1..month).map(|month| i64::from(days_in(year, month))).sum::<i64>()
}

/// A percentage as it is printed, from two counts: 0% and 100% only if it is so.
fn percent(part: usize, whole: usize) -> String {
    // In tenths of thousandths, so that no fraction is needed to round.
    let rounded = if whole == 0 { 0 } else { (200 * part + whole) / (2 * whole) };
    match rounded {
        0 if part > 0 => "under 1%".to_owned(),
        100 if part < whole => "over 99%".to_owned(),
        _ => format!("{rounded}%"),
    }
}

/// A page's number behind a figure's name.
fn figure(site: &Site, id: &str) -> Result<String> {
    let section =
        site.page("method/")?.html.by_id(&format!("figure-{id}")).ok_or_else(|| format!("no figure {id}"))?;
    Ok(section.all("b")[0].text())
}

/// The rows of the table with that caption id, as cells.
fn rows<'a>(page: &'a Page, caption: &str) -> Vec<Vec<&'a Element>> {
    let tables = page.html.all("table");
    let table = tables.into_iter().find(|table| table.by_id(caption).is_some());
    let body = table.map(|table| table.all("tbody")).unwrap_or_default();
    body.into_iter().flat_map(Element::elements).map(|row| row.elements().collect()).collect()
}

/// The id in a link such as `../../systems/mosaic/`.
fn id_of(cell: &Element) -> String {
    let links = cell.all("a");
    let href = links.first().and_then(|link| link.get("href")).unwrap_or_default();
    href.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

/// What was counted here, and what is printed there.
#[derive(Default)]
struct Comparison {
    compared: usize,
    different: Vec<String>,
}

impl Comparison {
    fn same<T: PartialEq + Debug>(&mut self, what: &str, counted: T, printed: T) {
        self.compared += 1;
        if counted != printed {
            self.different.push(format!("{what}: counted {counted:?}, printed {printed:?}"));
        }
    }

    /// All are the same, and there were as many as there should be.
    fn end(self, least: usize) {
        let Self { compared, different } = self;
        assert!(different.is_empty(), "{} of {compared} differ:\n{}", different.len(), different.join("\n"));
        assert!(compared >= least, "only {compared} numbers were compared");
    }
}

/// The records and the site of the real region, read and built once.
fn london() -> (&'static Records, &'static Site) {
    static RECORDS: OnceLock<Records> = OnceLock::new();
    (RECORDS.get_or_init(|| Records::read().expect("the records can be read")), support::london())
}

#[test]
fn the_named_counts_of_records() -> Result {
    let (records, site) = london();
    let deployments = records.deployments();
    let live: Vec<_> = deployments.iter().filter(|(_, item)| is_live(item)).collect();
    let systems: BTreeSet<&str> = deployments.iter().map(|(_, item)| word(item, "system")).collect();
    let systems_live: BTreeSet<&str> = live.iter().map(|(_, item)| word(item, "system")).collect();
    let contracts = records.contracts();
    let with = contracts.iter().filter_map(|contract| contract.supplier);
    let suppliers: BTreeSet<&str> =
        systems.iter().filter_map(|system| records.supplier_of(system)).chain(with).collect();
    let with_any: BTreeSet<&str> = deployments.iter().map(|(borough, _)| *borough).collect();
    let services =
        records.services.iter().filter(|service| !records.recorded(word(service, "id")).is_empty());
    let mut comparison = Comparison::default();
    for (id, counted) in [
        ("authorities-total", records.boroughs.len()),
        ("authorities-recorded", with_any.len()),
        ("deployments-recorded", deployments.len()),
        ("deployments-current", live.len()),
        ("systems-recorded", systems.len()),
        ("systems-current", systems_live.len()),
        ("suppliers-recorded", suppliers.len()),
        ("services-total", records.services.len()),
        ("services-recorded", services.count()),
    ] {
        comparison.same(id, counted.to_string(), figure(site, id)?.replace(',', ""));
    }
    for (state, word_of_state) in [("Live", "live"), ("Retired", "retired"), ("Planned", "planned")] {
        let count = deployments.iter().filter(|(_, item)| word(item, "lifecycle") == word_of_state).count();
        let chapter = site.page("report/how-to-read-this/")?;
        let printed = rows(chapter, "table--lifecycle-mix-1").into_iter().find(|row| row[0].text() == state);
        comparison.same(state, Some(count.to_string()), printed.map(|row| row[1].text()));
    }
    comparison.end(12);
    Ok(())
}

#[test]
fn coverage_of_core_services() -> Result {
    let (records, site) = london();
    let (mut recorded, mut applicable) = (0, 0);
    for service in records.services.iter().filter(|service| word(service, "tier") == "core") {
        recorded += records.recorded(word(service, "id")).len();
        applicable += records.boroughs.len() - records.without(word(service, "id")).len();
    }
    assert_eq!(figure(site, "coverage-core")?, percent(recorded, applicable));
    Ok(())
}

#[test]
fn each_service_has_its_boroughs_and_each_system_in_it_its_share_and_bounds() -> Result {
    let (records, site) = london();
    let mut comparison = Comparison::default();
    for service in &records.services {
        let id = word(service, "id");
        let recorded = records.recorded(id);
        let without = records.without(id);
        let applicable = records.boroughs.len() - without.len();
        let page = site.page(&format!("services/{id}/"))?;
        let sentence = format!(
            "Recorded for {} of {applicable} boroughs: {}",
            recorded.len(),
            percent(recorded.len(), applicable)
        );
        let printed: Vec<String> = page
            .html
            .descendants()
            .into_iter()
            .filter(|element| element.has_class("coverage"))
            .map(|coverage| coverage.all("p")[0].text())
            .collect();
        comparison.same(id, vec![sentence], printed);

        let mut systems: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
        for (borough, deployment) in records.deployments() {
            if serves(deployment, id) {
                let (sure, perhaps) = systems.entry(word(deployment, "system")).or_default();
                if is_live(deployment) {
                    sure.insert(borough);
                } else if may_be_live(deployment) {
                    perhaps.insert(borough);
                }
            }
        }
        let shown = recorded.len() >= records.small_number;
        let mut counted = BTreeMap::new();
        for (system, (sure, perhaps)) in systems {
            let perhaps: BTreeSet<&str> = perhaps.difference(&sure).copied().collect();
            // A borough without a record may run it; one with a record may too, where an old source says so.
            let most = sure.len() + (applicable - recorded.len()) + perhaps.intersection(&recorded).count();
            let mut cells = vec![sure.len().to_string()];
            if shown {
                cells.push(percent(sure.len(), recorded.len()));
                cells.push(format!(
                    "at least {}, at most {}",
                    percent(sure.len(), applicable),
                    percent(most, applicable)
                ));
            }
            cells.push(perhaps.len().to_string());
            counted.insert(system.to_owned(), cells);
        }
        let printed: BTreeMap<String, Vec<String>> = rows(page, "t-use")
            .into_iter()
            .map(|row| (id_of(row[0]), row[2..].iter().map(|cell| cell.text()).collect()))
            .collect();
        comparison.same(id, counted, printed);
    }
    comparison.end(2 * 88);
    Ok(())
}

#[test]
fn each_system_has_its_boroughs() -> Result {
    let (records, site) = london();
    let mut comparison = Comparison::default();
    for (system, record) in &records.systems {
        let all: Vec<_> =
            records.deployments().into_iter().filter(|(_, item)| word(item, "system") == system).collect();
        let live: BTreeSet<&str> =
            all.iter().filter(|(_, item)| is_live(item)).map(|(borough, _)| *borough).collect();
        let page = site.page(&format!("systems/{system}/"))?;
        comparison.same(system, all.len(), rows(page, "t-who").len());
        let tiles = page
            .html
            .descendants()
            .into_iter()
            .filter(|element| element.name == "li" && element.has_class("q5"));
        let on_map: BTreeSet<String> = tiles.map(id_of).collect();
        comparison.same(system, live.iter().map(|borough| (*borough).to_owned()).collect(), on_map);
        let text = page.html.text();
        let name = word(record, "name");
        let said = match live.len() {
            0 => {
                text.contains(&format!("{name} is not known to be in use"))
                    || text.contains("is in no record")
            }
            count => {
                text.contains(&format!("{name} is recorded in use in {count} of {}", records.boroughs.len()))
            }
        };
        comparison.same(system, true, said);
    }
    comparison.end(3 * 200);
    Ok(())
}

#[test]
fn each_borough_has_its_systems_suppliers_core_services_and_contracts() -> Result {
    let (records, site) = london();
    let contracts = records.contracts();
    let mut counted = BTreeMap::new();
    for (borough, record) in &records.boroughs {
        let own = items(record, "systems");
        let systems: BTreeSet<&str> = own.iter().map(|item| word(item, "system")).collect();
        let live = own.iter().filter(|item| is_live(item));
        let suppliers: BTreeSet<&str> =
            live.filter_map(|item| records.supplier_of(word(item, "system"))).collect();
        let (mut core, mut recorded) = (0, 0);
        for service in &records.services {
            let id = word(service, "id");
            let counts = word(service, "tier") == "core" && service["totals_only"] != true;
            if counts && !records.without(id).contains(borough.as_str()) {
                core += 1;
                recorded += usize::from(records.recorded(id).contains(borough.as_str()));
            }
        }
        let ahead = contracts.iter().filter(|contract| contract.members.contains(&borough.as_str()));
        let ahead = ahead.filter(|contract| contract.end_ahead().is_some()).count();
        counted.insert(
            borough.clone(),
            [
                systems.len().to_string(),
                suppliers.len().to_string(),
                format!("{recorded} of {core}"),
                ahead.to_string(),
            ],
        );
    }
    let printed: BTreeMap<String, [String; 4]> = rows(site.page("boroughs/")?, "t-all")
        .into_iter()
        .map(|row| (id_of(row[0]), [3, 4, 5, 6].map(|column| row[column].text())))
        .collect();
    let mut comparison = Comparison::default();
    for (borough, numbers) in &counted {
        comparison.same(borough, Some(numbers), printed.get(borough));
        let page = site.page(&format!("boroughs/{borough}/"))?;
        let facts: Vec<String> = page.html.all("dd").iter().map(|fact| fact.text()).collect();
        comparison.same(borough, Some(numbers[0].as_str()), facts[0].split(',').next());
        comparison.same(borough, &numbers[1], &facts[1]);
        comparison.same(borough, &numbers[3], &facts[2]);
    }
    assert_eq!(printed.len(), counted.len());
    comparison.end(4 * 33);
    Ok(())
}

#[test]
fn contracts_are_counted_once_and_stand_in_the_quarter_of_their_end() -> Result {
    let (records, site) = london();
    let contracts = records.contracts();
    let page = site.page("contracts/")?;
    let mut comparison = Comparison::default();
    comparison.same("contracts", contracts.len().to_string(), figure(site, "contracts-recorded")?);
    comparison.same("shared", records.shared.len().to_string(), figure(site, "contracts-shared")?);
    let running = contracts.iter().filter(|contract| contract.runs()).count();
    comparison.same("running", running.to_string(), figure(site, "contracts-running")?);
    let with_end = |contract: &&Contract| {
        parts(&contract.record["end"]).is_some() || parts(&contract.record["max_end"]).is_some()
    };
    comparison.same(
        "ends",
        contracts.iter().filter(with_end).count().to_string(),
        figure(site, "contracts-with-end")?,
    );
    let with_value = contracts.iter().filter(|contract| contract.record["value"].is_object()).count();
    comparison.same("values", with_value.to_string(), figure(site, "contracts-with-value")?);

    let mut quarters: BTreeMap<String, usize> = BTreeMap::new();
    let mut within_a_year = 0;
    for (year, month, day) in contracts.iter().filter_map(Contract::end_ahead) {
        *quarters.entry(format!("contracts/ending/{year}-q{}/", (month - 1) / 3 + 1)).or_default() += 1;
        within_a_year += usize::from((year, month, day) <= (TODAY.0 + 1, TODAY.1, TODAY.2));
    }
    comparison.same("12 months", within_a_year.to_string(), figure(site, "contracts-ending-12-months")?);
    let bars =
        page.html.all("ol").into_iter().find(|list| list.has_class("quarters")).ok_or("the quarters")?;
    let mut printed = BTreeMap::new();
    for link in bars.all("a") {
        let address = link.get("href").unwrap_or_default().trim_start_matches("../").to_owned();
        let count: usize = link.all("b")[0].text().parse()?;
        comparison.same(&address, count, rows(site.page(&address)?, "t-list").len());
        printed.insert(address, count);
    }
    comparison.same("quarters", quarters, printed);
    comparison.end(20);
    Ok(())
}

#[test]
fn the_three_largest_suppliers_hold_their_share_of_contracts() -> Result {
    let (records, site) = london();
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for supplier in records.contracts().iter().filter_map(|contract| contract.supplier) {
        assert!(records.suppliers.contains_key(supplier), "{supplier}");
        *held.entry(supplier).or_default() += 1;
    }
    let named: usize = held.values().sum();
    let mut counts: Vec<usize> = held.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    for (k, id) in [(1, "top-1-contracts"), (3, "top-3-contracts"), (10, "top-10-contracts")] {
        assert_eq!(figure(site, id)?, percent(counts[..k].iter().sum(), named), "{id}");
    }
    Ok(())
}

#[test]
fn the_known_yearly_value_is_the_sum_of_what_running_contracts_cost() -> Result {
    let (records, site) = london();
    let known: Vec<f64> =
        records.contracts().iter().filter(|contract| contract.runs()).filter_map(Contract::yearly).collect();
    let sum: f64 = known.iter().sum();
    let printed = figure(site, "contracts-value")?;
    let printed: f64 = printed.trim_start_matches('£').trim_end_matches('m').parse()?;
    // Three figures are printed.
    assert!((sum / 1e6 - printed).abs() < 0.006 * printed, "counted {sum}, printed {printed} million");
    let section = site.page("method/")?.html.by_id("figure-contracts-value").ok_or("the figure")?.text();
    assert!(section.contains(&format!("The {} running contracts", known.len())), "{section}");
    Ok(())
}

/// Pounds with three figures, as tables show them.
fn pounds(amount: f64) -> String {
    let (scaled, unit) = match amount {
        amount if amount >= 999_500_000.0 => (amount / 1e9, "bn"),
        amount if amount >= 999_500.0 => (amount / 1e6, "m"),
        amount if amount >= 10_000.0 => ((amount / 100.0).round() * 100.0, ""),
        amount => (amount.round(), ""),
    };
    if unit.is_empty() {
        let digits = format!("{scaled:.0}");
        return match digits.len() {
            4.. => format!("£{},{}", &digits[..digits.len() - 3], &digits[digits.len() - 3..]),
            _ => format!("£{digits}"),
        };
    }
    // Halves go up; a format alone would round them to the even digit.
    let up = |steps: f64| (scaled * steps).round() / steps;
    let figures = match scaled {
        scaled if scaled >= 100.0 => format!("{:.0}", up(1.0)),
        scaled if scaled >= 10.0 => format!("{:.1}", up(10.0)),
        _ => format!("{:.2}", up(100.0)),
    };
    let short =
        if figures.contains('.') { figures.trim_end_matches('0').trim_end_matches('.') } else { &figures };
    format!("£{short}{unit}")
}

#[test]
fn each_contract_shows_its_value_and_what_it_costs_a_year() -> Result {
    let (records, site) = london();
    let mut counted = Vec::new();
    for contract in records.contracts() {
        let value = contract.record["value"]["amount"].as_f64().map(pounds);
        let yearly = contract.yearly().map(pounds).filter(|yearly| Some(yearly) != value.as_ref());
        counted.push((value, yearly));
    }
    let mut printed = Vec::new();
    // Each contract stands in one list of a quarter or of how contracts stand; shared ones in a list of their own too.
    let is_list = |path: &str| {
        let steps: Vec<&str> = path.split('/').collect();
        steps[0] == "contracts" && (steps.len() == 3 || steps[1] == "ending") && path != "contracts/shared/"
    };
    let pages = site.pages.iter().filter(|(path, _)| is_list(path)).map(|(_, page)| page);
    for table in pages.flat_map(|page| page.html.all("table")).filter(|table| table.by_id("t-list").is_some())
    {
        let cells = table.all("td").into_iter().filter(|cell| cell.has_class("num"));
        for cell in cells {
            let subs: Vec<String> = cell.all("span").iter().map(|sub| sub.text()).collect();
            let yearly = subs
                .iter()
                .find_map(|sub| sub.trim_end_matches(", estimated").strip_suffix(" a year"))
                .map(str::to_owned);
            let all = cell.text();
            let value = subs
                .first()
                .and_then(|note| all.split_once(note.as_str()))
                .map(|(value, _)| value.to_owned());
            printed.push((value.filter(|value| !value.is_empty()), yearly));
        }
    }
    counted.sort();
    printed.sort();
    assert!(counted.iter().filter(|(_, yearly)| yearly.is_some()).count() > 20, "{counted:?}");
    assert_eq!(counted, printed);
    Ok(())
}
