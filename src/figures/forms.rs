//! A figure in the forms that machines read: CSV and JSON. Beside what readers see stand the number that is not rounded,
//! the date as records write it, and the ids of what is named, so that nobody has to take a text apart.

use serde_json::{Map, Value as Json, json};

use super::{Cell, Column, Figure, FigureTable, Kind, RowQuote, Unit, Value};
use crate::catalogue::Catalogue;
use crate::catalogue::tables::spreadsheet_safe;

/// The rows of a figure as CSV with a head.
#[must_use]
pub fn csv(figure: &Figure, catalogue: &Catalogue) -> String {
    table_csv(&figure.table, catalogue)
}

/// The members of a figure's whole as CSV with a head.
#[must_use]
pub fn members_csv(figure: &Figure, catalogue: &Catalogue) -> Option<String> {
    figure.members.as_ref().map(|table| table_csv(table, catalogue))
}

/// The rows of a table as CSV with a head.
#[must_use]
pub fn table_csv(table: &FigureTable, catalogue: &Catalogue) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |cells: Vec<String>| {
        // Writing to memory can't fail.
        let _ = writer.write_record(cells.iter().map(|cell| spreadsheet_safe(cell)));
    };
    write(table.columns.iter().flat_map(|column| heads(column, catalogue)).collect());
    for row in &table.rows {
        write(
            row.iter()
                .zip(&table.columns)
                .flat_map(|(cell, column)| fields(cell, column, catalogue))
                .collect(),
        );
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The headings of a column and of what stands beside it.
fn heads(column: &Column, catalogue: &Catalogue) -> Vec<String> {
    let title = &column.title;
    let unit = |unit: Unit| format!("{title} ({})", unit.word(&catalogue.site.currency));
    let mut heads = vec![title.clone()];
    match column.kind {
        Kind::Text => {}
        Kind::Name => heads.push(format!("{title} (id)")),
        Kind::Date => heads.push(format!("{title} (date)")),
        Kind::Number(of) => heads.push(unit(of)),
        Kind::Sum => heads.extend([unit(Unit::Money), format!("{title} (known)"), format!("{title} (of)")]),
    }
    heads
}

/// A cell's text and what stands beside it; nothing where there is nothing to tell.
fn fields(cell: &Cell, column: &Column, catalogue: &Catalogue) -> Vec<String> {
    let number = || cell.number.map(|number| number.to_string()).unwrap_or_default();
    let mut fields = vec![cell.text.clone()];
    match column.kind {
        Kind::Text => {}
        Kind::Name => fields.push(ids(cell, catalogue).join(";")),
        Kind::Date => fields.push(cell.date.clone().unwrap_or_default()),
        Kind::Number(_) => fields.push(number()),
        Kind::Sum => {
            let known = cell.known.unwrap_or_default();
            fields.extend([number(), known.part.to_string(), known.whole.to_string()]);
        }
    }
    fields
}

fn ids(cell: &Cell, catalogue: &Catalogue) -> Vec<String> {
    cell.names.iter().map(|name| name.target.id(catalogue)).collect()
}

/// The whole figure as JSON.
#[must_use]
pub fn json(figure: &Figure, catalogue: &Catalogue) -> String {
    let currency = &catalogue.site.currency;
    let number = match figure.value {
        Value::Count(count) | Value::Days(count) => json!(count),
        Value::Percent(number) | Value::Money(number) | Value::Index(number) => json!(number),
        Value::Withheld => Json::Null,
    };
    let unit = figure.value.unit().map_or("withheld", |unit| unit.word(currency));
    let share = figure.share.as_ref().map(|share| {
        json!({
            "numerator": number_json(share.part),
            "denominator": number_json(share.whole),
            "unit": share.unit.word(currency),
            "of": share.of,
        })
    });
    let then = |release: &std::sync::Arc<crate::content::release::Release>| {
        let then = release.figure(figure.id)?;
        Some(json!({"as_of": release.date.to_string(), "value": then.value, "text": then.text}))
    };
    let coverage = figure
        .coverage
        .as_ref()
        .map(|known| json!({"known": known.counts.part, "all": known.counts.whole, "of": known.of}));
    let bounds = figure
        .bounds
        .map(|bounds| json!({"at_least": bounds.lower.value(), "at_most": bounds.upper.value()}));
    let figure = json!({
        "id": figure.id,
        "title": figure.title,
        "sentence": figure.sentence,
        "definition": figure.definition,
        "formula": figure.formula,
        "value": number,
        "unit": unit,
        "text": figure.text,
        "withheld_because": figure.withheld,
        "share": share,
        "bounds": bounds,
        "coverage": coverage,
        "as_of": catalogue.as_of.to_string(),
        "history": catalogue.releases.iter().filter_map(then).collect::<Vec<_>>(),
        "table": table(&figure.table, catalogue),
        "members": figure.members.as_ref().map(|members| table(members, catalogue)),
    });
    let mut text = serde_json::to_string_pretty(&figure).unwrap_or_default();
    text.push('\n');
    text
}

fn table(table: &FigureTable, catalogue: &Catalogue) -> Json {
    let column = |column: &Column| {
        let (kind, unit) = match column.kind {
            Kind::Text => ("text", None),
            Kind::Name => ("name", None),
            Kind::Date => ("date", None),
            Kind::Number(unit) => ("number", Some(unit)),
            Kind::Sum => ("sum", Some(Unit::Money)),
        };
        json!({
            "title": column.title,
            "kind": kind,
            "unit": unit.map(|unit| unit.word(&catalogue.site.currency)),
        })
    };
    let row = |row: &Vec<Cell>| {
        let cells = row.iter().zip(&table.columns);
        cells.map(|(cell, column)| object(cell, column, catalogue)).collect::<Vec<_>>()
    };
    let quote = |row: &RowQuote| json!({"key": row.key, "text": row.text, "sentence": row.sentence});
    json!({
        "caption": table.caption,
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
        "quotes": table.quotes.iter().map(quote).collect::<Vec<_>>(),
    })
}

/// What else figures rest on, besides the tables: the region's limits and words, and the names of what tables hold ids of.
#[must_use]
pub fn settings(catalogue: &Catalogue) -> String {
    let site = &catalogue.site;
    let limits = &site.thresholds;
    let groups =
        catalogue.groups.rows().iter().map(|row| json!({"id": row.id, "name": row.name, "kind": row.kind}));
    let skills = catalogue.skills.rows().iter();
    let skills = skills.map(
        |row| json!({"id": row.id, "name": row.name, "family": row.family, "totals_only": row.totals_only}),
    );
    let technologies =
        catalogue.technologies.rows().iter().map(|row| json!({"id": row.id, "name": row.name}));
    let settings = json!({
        "as_of": catalogue.as_of.to_string(),
        "region": site.region,
        "one": site.words.one,
        "many": site.words.many,
        "about": site.words.about.trim(),
        "currency": site.currency,
        "vat_rate": site.vat_rate.value,
        "stale_months": limits.stale_months,
        "small_number": limits.small_number,
        "cohort": limits.cohort,
        "ending_soon_months": limits.ending_soon_months,
        "act_now_months": limits.act_now_months,
        "notice_months": limits.notice_months,
        "groups": groups.collect::<Vec<_>>(),
        "skills": skills.collect::<Vec<_>>(),
        "technologies": technologies.collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&settings).unwrap_or_default();
    text.push('\n');
    text
}

/// Whole numbers without a decimal point.
fn number_json(number: f64) -> Json {
    // Beyond 2^53 a float is no exact count.
    #[allow(clippy::cast_possible_truncation)]
    let whole = (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(number as i64);
    whole.map_or_else(|| json!(number), |whole| json!(whole))
}

fn object(cell: &Cell, column: &Column, catalogue: &Catalogue) -> Json {
    let mut object = Map::new();
    object.insert("text".to_owned(), json!(cell.text));
    match column.kind {
        Kind::Text => {}
        Kind::Name => drop(object.insert("ids".to_owned(), json!(ids(cell, catalogue)))),
        Kind::Date => drop(object.insert("date".to_owned(), json!(cell.date))),
        Kind::Number(_) => drop(object.insert("number".to_owned(), json!(cell.number.map(number_json)))),
        Kind::Sum => {
            let known = cell.known.unwrap_or_default();
            object.insert("number".to_owned(), json!(cell.number.map(number_json)));
            object.insert("known".to_owned(), json!(known.part));
            object.insert("of".to_owned(), json!(known.whole));
        }
    }
    Json::Object(object)
}
