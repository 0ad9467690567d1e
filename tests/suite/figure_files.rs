//! What the page of a figure and its files tell: raw numbers beside texts, ids of what is named, a citation that can't be
//! misread, and nothing for editors where residents read.

use crate::support::{self, Region, Result, harbourside};
use serde_json::Value;

fn json(id: &str) -> Result<Value> {
    let bytes = harbourside().files.get(&format!("api/v1/figures/{id}.json")).ok_or_else(|| id.to_owned())?;
    Ok(serde_json::from_slice(bytes)?)
}

/// The rows of a figure's CSV, the head first.
fn csv(id: &str) -> Result<Vec<Vec<String>>> {
    let bytes = harbourside().files.get(&format!("figures/{id}/{id}.csv")).ok_or_else(|| id.to_owned())?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    reader.records().map(|row| Ok(row?.iter().map(str::to_owned).collect())).collect()
}

fn ids() -> impl Iterator<Item = &'static str> {
    harbourside().pages.keys().filter_map(|address| {
        let id = address.strip_prefix("figures/")?.strip_suffix('/')?;
        (!id.is_empty() && !id.contains('/')).then_some(id)
    })
}

#[test]
fn csv_and_json_hold_the_same_cells_with_their_raw_values() -> Result {
    let mut numbers = 0;
    for id in ids() {
        let (figure, csv) = (json(id)?, csv(id)?);
        let rows = figure["table"]["rows"].as_array().ok_or(id)?;
        assert_eq!(csv.len(), rows.len() + 1, "{id}");
        for (row, cells) in csv[1..].iter().zip(rows) {
            let mut fields = row.iter();
            for cell in cells.as_array().ok_or(id)? {
                let text = fields.next().ok_or(id)?;
                assert_eq!(
                    Some(text.trim_start_matches('\'')),
                    cell["text"].as_str().map(|text| text.trim_start_matches('\'')),
                    "{id}"
                );
                if let Some(ids) = cell["ids"].as_array() {
                    let ids: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
                    assert_eq!(fields.next(), Some(&ids.join(";")), "{id}");
                }
                if let Some(date) = cell.get("date") {
                    assert_eq!(
                        fields.next().map(String::as_str),
                        Some(date.as_str().unwrap_or_default()),
                        "{id}"
                    );
                }
                if let Some(number) = cell.get("number") {
                    let told = fields.next().and_then(|field| field.parse::<f64>().ok());
                    assert_eq!(told, number.as_f64(), "{id}");
                    numbers += usize::from(told.is_some());
                }
                for key in ["known", "of"] {
                    if let Some(count) = cell.get(key) {
                        assert_eq!(fields.next(), Some(&count.to_string()), "{id}");
                    }
                }
            }
            assert_eq!(fields.next(), None, "{id}");
        }
    }
    assert!(numbers > 300, "{numbers}");
    Ok(())
}

#[test]
fn a_sum_stands_in_a_file_as_number_unit_and_base() -> Result {
    let exposure = csv("exposure")?;
    let column =
        |title: &str| exposure[0].iter().position(|head| head == title).ok_or_else(|| title.to_owned());
    let (sum, known, of) = (
        column("Known value a year (EUR)")?,
        column("Known value a year (known)")?,
        column("Known value a year (of)")?,
    );
    let told = exposure[1..].iter().find(|row| !row[sum].is_empty()).ok_or("a known sum")?;
    assert!(told[sum].parse::<f64>()? > 0.0 && told[known].parse::<u32>()? <= told[of].parse::<u32>()?);
    assert_eq!(column("Group (id)")?, 1);
    let price = csv("value-per-resident")?;
    assert!(price[0].contains(&"For each resident (EUR)".to_owned()), "{:?}", price[0]);
    // As exact as it was computed, where the text has two decimals.
    let raw = price[0].iter().position(|head| head == "For each resident (EUR)").ok_or("a number")?;
    assert!(price[1][raw].len() > price[1][raw - 1].len(), "{:?}", price[1]);
    Ok(())
}

#[test]
fn json_tells_what_a_share_is_of_from_what_is_known() -> Result {
    let share = json("open-source-share")?;
    for (part, keys) in [("share", ["numerator", "denominator"]), ("coverage", ["known", "all"])] {
        assert!(keys.iter().all(|key| share[part][*key].is_u64()), "{share}");
        assert!(share[part]["of"].as_str().is_some_and(|of| !of.is_empty()), "{share}");
    }
    assert_eq!(share["share"]["denominator"], share["coverage"]["known"]);
    assert!(share["bounds"]["at_least"].as_f64() <= share["value"].as_f64());
    assert_eq!(share["withheld_because"], Value::Null);
    let withheld = json("top-5-contracts")?;
    assert!(
        withheld["withheld_because"]
            .as_str()
            .is_some_and(|reason| reason.starts_with("no more than 5 suppliers hold any")),
        "{withheld}"
    );
    assert_eq!((&withheld["value"], &withheld["share"]), (&Value::Null, &Value::Null));
    Ok(())
}

#[test]
fn a_figure_is_cited_by_its_sentence() -> Result {
    for id in ids() {
        let page = &harbourside().page(&format!("figures/{id}/"))?.html;
        let sentence = json(id)?["sentence"].as_str().unwrap_or_default().to_owned();
        let cite = page.all("p").into_iter().find(|p| p.text().starts_with("Cite: ")).ok_or(id)?.text();
        let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(cite.starts_with(&format!("Cite: {sentence} (")), "{cite}");
        assert!(cite.contains(&format!("https://harbourside.test/figures/{id}/")), "{cite}");
    }
    Ok(())
}

#[test]
fn how_editors_quote_a_figure_is_folded_away() -> Result {
    for id in ids() {
        let page = &harbourside().page(&format!("figures/{id}/"))?.html;
        let quotes =
            |all: Vec<&support::Element>| all.iter().filter(|code| code.text().contains("{fig:")).count();
        let folded: usize = page.all("details").iter().map(|details| quotes(details.all("code"))).sum();
        assert!(folded >= 2 && folded == quotes(page.all("code")), "{id}: {folded}");
        assert!(page.all("code").iter().any(|code| !code.text().contains("{fig:")), "{id} has no formula");
    }
    Ok(())
}

#[test]
fn the_page_says_part_bounds_and_known_in_words() -> Result {
    let page = harbourside().page("figures/open-source-share/")?.html.text();
    let share = json("open-source-share")?;
    let of = |part: &str, keys: [&str; 2]| {
        format!(
            "{} ({} of {})",
            share[part]["of"].as_str().unwrap_or_default(),
            share[part][keys[0]],
            share[part][keys[1]]
        )
    };
    assert!(page.contains(&format!("Part of{}", of("share", ["numerator", "denominator"]))), "{page}");
    assert!(page.contains(&format!("Known for{}", of("coverage", ["known", "all"]))), "{page}");
    assert!(page.contains("Over all of theseat least "), "{page}");
    assert!(!page.contains("Rests on") || page.contains("History"), "{page}");
    let withheld = harbourside().page("figures/top-5-contracts/")?.html.text();
    assert!(
        withheld.contains("The number is withheld, because no more than 5 suppliers hold any"),
        "{withheld}"
    );
    Ok(())
}

#[test]
fn a_chapter_quotes_one_row_by_what_it_names() -> Result {
    let region = Region::harbourside()?;
    let quotes = "{fig:shares-by-system/care-records/old-cards} and {fig:shares-by-system/library-lending/bookworm sentence}\n\n{fig:shares-by-system/payroll/quayledger else Too few are known.}";
    region.replace("report/01-at-a-glance.md", "{fig:lifecycle-mix table}", quotes)?;
    let site = region.site()?;
    let text = site.page("report/at-a-glance/")?.html.text();
    assert!(
        text.contains("25% and For Library lending, Bookworm is in use in 3 of 3 towns on record: 100%."),
        "{text}"
    );
    assert!(text.contains("at least 75% and at most 100%"), "{text}");
    assert!(text.contains("Too few are known."), "{text}");
    Ok(())
}

/// The members of a figure's whole, in the CSV and in the JSON: all of the denominator, and as many that count as the
/// numerator says.
#[test]
fn the_members_of_a_whole_can_be_counted() -> Result {
    let mut found = 0;
    for id in ids() {
        let figure = json(id)?;
        let file = harbourside().files.get(&format!("figures/{id}/{id}-members.csv"));
        assert_eq!(file.is_some(), !figure["members"].is_null(), "{id}");
        let Some(file) = file else { continue };
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<std::result::Result<_, _>>()?;
        assert_eq!(figure["members"]["rows"].as_array().map(Vec::len), Some(rows.len()), "{id}");
        // By value, contracts count with their money; by time left, each row says which of the times.
        if figure["share"]["unit"] == "count" && id != "decide-by-lights" {
            let count = rows.iter().filter(|row| row.iter().next_back() == Some("Yes")).count();
            assert_eq!(figure["share"]["numerator"], count, "{id}");
            assert_eq!(figure["share"]["denominator"], rows.len(), "{id}");
            found += 1;
        }
        let page = harbourside().page(&format!("figures/{id}/"))?.html.text();
        assert!(page.contains("CSV of all it is a part of"), "{id}");
    }
    assert!(found >= 5, "{found}");
    Ok(())
}
