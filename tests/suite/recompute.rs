//! Every published figure, computed a second time by another program, in another language, from what the site publishes;
//! and proof that it notices when a number or a definition is changed on one side only.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::support::{AS_OF, Result, copy, here, left_out, program_file};
use serde_json::{Value, json};

/// A built site.
struct Built {
    dir: tempfile::TempDir,
}

/// The imaginary region, with as much laid over it as gives every figure a case.
const HARBOURSIDE: &[&str] = &["examples/harbourside", "tests/fixtures/harbourside-more"];

/// What the other program said.
struct Said {
    agrees: bool,
    lines: String,
}

impl Built {
    /// The site of a region whose records lie in these folders, one over the other.
    fn of(layers: &[&str]) -> Result<Self> {
        let built = Self { dir: tempfile::tempdir()? };
        let content = built.dir.path().join("content");
        for layer in layers {
            copy(&here(layer), &content)?;
        }
        let done = Command::new(program_file())
            .args(["build", "--as-of", AS_OF, "--content"])
            .arg(&content)
            .arg("--out")
            .arg(built.site())
            .current_dir(here("."))
            .output()?;
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            return Err(format!("{layers:?} does not build:\n{said}").into());
        }
        Ok(built)
    }

    fn site(&self) -> PathBuf {
        self.dir.path().join("site")
    }

    /// Runs the other program on a site of this region; nothing where there is no Python.
    fn recompute(&self, program: &Path, site: &Path, options: &[&str]) -> Result<Option<Said>> {
        let ran = Command::new("python3").arg(program).arg(site).args(options).output();
        match ran {
            // A machine without Python can still run the other tests; the one that decides has to have it.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                left_out("python3 is not installed: no figure was recomputed");
                if std::env::var_os("CI").is_none() { Ok(None) } else { Err(error.into()) }
            }
            Err(error) => Err(error.into()),
            Ok(output) => {
                let mut lines = String::from_utf8_lossy(&output.stdout).into_owned();
                lines.push_str(&String::from_utf8_lossy(&output.stderr));
                Ok(Some(Said { agrees: output.status.success(), lines }))
            }
        }
    }

    /// Every figure as it is published, by id.
    fn figures(&self) -> Result<Vec<(String, Value)>> {
        let mut figures = Vec::new();
        for entry in fs::read_dir(self.site().join("api/v1/figures"))? {
            let path = entry?.path();
            let id = path.file_stem().ok_or("a figure has an id")?.to_string_lossy().into_owned();
            figures.push((id, serde_json::from_str(&fs::read_to_string(&path)?)?));
        }
        Ok(figures)
    }
}

fn file(id: &str) -> String {
    format!("api/v1/figures/{id}.json")
}

fn program() -> PathBuf {
    here("tests/recompute/recompute.py")
}

impl Said {
    /// The figures that it found wrong.
    fn wrong(&self) -> BTreeSet<&str> {
        let failed = self.lines.lines().filter_map(|line| line.strip_prefix("FAILED "));
        failed.filter_map(|rest| rest.split(':').next()).collect()
    }
}

/// The last line counts the figures, so that a program that looks at none can't pass.
fn agree(layers: &[&str]) -> Result {
    let built = Built::of(layers)?;
    let Some(said) = built.recompute(&program(), &built.site(), &[])? else { return Ok(()) };
    let wrong: Vec<&str> = said.lines.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(said.agrees, "figures of {layers:?} disagree:\n{}", wrong.join("\n"));
    let last = said.lines.lines().last().unwrap_or_default();
    let passed = last.strip_suffix(" passed, 0 failed").and_then(|passed| passed.parse::<usize>().ok());
    assert_eq!(passed, Some(built.figures()?.len()), "the last line is {last:?}");
    Ok(())
}

#[test]
fn every_figure_of_london_comes_out_the_same() -> Result {
    agree(&["content"])
}

#[test]
fn every_figure_of_the_imaginary_region_comes_out_the_same() -> Result {
    agree(HARBOURSIDE)?;
    agree(&HARBOURSIDE[..1])
}

/// Another number for a published one.
fn other(text: &str) -> String {
    let mut digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    match digits.next_back() {
        Some(last) => {
            let at = text.rfind(last).unwrap_or_default();
            let number: u64 = last.parse().unwrap_or_default();
            format!("{}{}{}", &text[..at], number + 1, &text[at + last.len()..])
        }
        None => format!("{text} 7"),
    }
}

/// The imaginary region's site, built once.
fn harbourside() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| Built::of(HARBOURSIDE).expect("the imaginary region builds"))
}

/// A copy of what the other program reads of the imaginary region's site, without the figures' CSV.
fn copy_of(built: &Built) -> Result<tempfile::TempDir> {
    let copy = tempfile::tempdir()?;
    fs::create_dir(copy.path().join("data"))?;
    for table in fs::read_dir(built.site().join("data"))? {
        let table = table?;
        fs::copy(table.path(), copy.path().join("data").join(table.file_name()))?;
    }
    fs::create_dir_all(copy.path().join("api/v1/figures"))?;
    for (id, figure) in built.figures()? {
        fs::create_dir_all(copy.path().join("figures").join(&id))?;
        fs::write(copy.path().join(file(&id)), figure.to_string())?;
        let members = format!("figures/{id}/{id}-members.csv");
        if built.site().join(&members).exists() {
            fs::copy(built.site().join(&members), copy.path().join(&members))?;
        }
    }
    fs::copy(built.site().join("figures/settings.json"), copy.path().join("figures/settings.json"))?;
    Ok(copy)
}

/// Expects that every changed figure of a copy is found wrong.
fn expect_found(what: &str, copy: &Path, changed: &BTreeSet<String>, options: &[&str]) -> Result {
    let Some(said) = harbourside().recompute(&program(), copy, options)? else { return Ok(()) };
    assert_eq!(said.agrees, changed.is_empty(), "{what}: {}", said.lines);
    let missed: Vec<&String> = changed.iter().filter(|id| !said.wrong().contains(id.as_str())).collect();
    assert!(missed.is_empty(), "{what}: of {} changed, {missed:?} passed", changed.len());
    Ok(())
}

/// Changes every figure of the imaginary region in one way, and expects each that was changed to be found.
fn notices(what: &str, change: impl Fn(&mut Value) -> bool) -> Result {
    let built = harbourside();
    let copy = copy_of(built)?;
    let mut changed = BTreeSet::new();
    for (id, mut figure) in built.figures()? {
        if change(&mut figure) {
            fs::write(copy.path().join(file(&id)), figure.to_string())?;
            changed.insert(id);
        }
    }
    expect_found(what, copy.path(), &changed, &["--json"])
}

/// Adds one to a number; false where there is none.
fn raise(number: Option<&mut Value>) -> bool {
    let Some((number, value)) = number.and_then(|number| number.as_f64().map(|value| (number, value))) else {
        return false;
    };
    *number = json!(value + 1.0);
    true
}

#[test]
fn a_changed_value_is_noticed() -> Result {
    notices("value", |figure| {
        let value = figure["value"].as_f64();
        figure["value"] = json!(value.map_or(7.0, |value| value + 1.0));
        true
    })
}

#[test]
fn a_changed_text_is_noticed() -> Result {
    notices("text", |figure| {
        figure["text"] = json!(other(figure["text"].as_str().unwrap_or_default()));
        true
    })
}

#[test]
fn a_changed_share_coverage_or_bound_is_noticed() -> Result {
    let parts = [
        "/share/numerator",
        "/share/denominator",
        "/coverage/known",
        "/coverage/all",
        "/bounds/at_least",
        "/bounds/at_most",
    ];
    for part in parts {
        notices(part, |figure| raise(figure.pointer_mut(part)))?;
    }
    notices("no reason", |figure| figure["withheld_because"].take() != Value::Null)
}

#[test]
fn a_changed_cell_of_any_column_is_noticed() -> Result {
    for column in 0..12 {
        let what = format!("column {column}");
        let change = |figure: &mut Value| {
            let cell = figure.pointer_mut(&format!("/table/rows/0/{column}/text"));
            let text = cell.as_ref().and_then(|cell| cell.as_str()).map(other);
            cell.zip(text.clone()).map(|(cell, text)| *cell = json!(text));
            text.is_some()
        };
        notices(&what, change)?;
    }
    Ok(())
}

#[test]
fn a_changed_raw_number_date_or_id_is_noticed() -> Result {
    for column in 0..12 {
        let cell = |key: &str| format!("/table/rows/0/{column}/{key}");
        for key in ["number", "known", "of"] {
            notices(&cell(key), |figure| raise(figure.pointer_mut(&cell(key))))?;
        }
        for key in ["date", "ids/0"] {
            notices(&cell(key), |figure| {
                let told = figure.pointer_mut(&cell(key)).filter(|told| told.is_string());
                told.map(|told| *told = json!("another")).is_some()
            })?;
        }
    }
    Ok(())
}

#[test]
fn a_changed_sentence_of_a_row_is_noticed() -> Result {
    notices("a quote's number", |figure| {
        let sentence = figure.pointer_mut("/table/quotes/0/sentence");
        let text = sentence.as_ref().and_then(|told| told.as_str()).map(other);
        sentence.zip(text.clone()).map(|(told, text)| *told = json!(text));
        text.is_some()
    })
}

#[test]
fn a_csv_that_says_something_else_is_noticed() -> Result {
    let built = harbourside();
    let copy = copy_of(built)?;
    let mut changed = BTreeSet::new();
    for (id, _) in built.figures()? {
        let path = format!("figures/{id}/{id}.csv");
        let text = fs::read_to_string(built.site().join(&path))?;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if let [_, .., last] = lines.as_mut_slice() {
            let (before, _) = last.rsplit_once(',').unwrap_or_default();
            *last = format!("{before},7777");
            changed.insert(id);
        }
        fs::write(copy.path().join(path), lines.join("\n"))?;
    }
    expect_found("the last row of the CSV", copy.path(), &changed, &[])
}

#[test]
fn a_missing_row_is_noticed() -> Result {
    notices("rows", |figure| {
        let rows = figure.pointer_mut("/table/rows").and_then(Value::as_array_mut);
        rows.is_some_and(|rows| rows.pop().is_some())
    })
}

/// Rules of definitions in the other program, each changed in one place, with the figure that then has to disagree in the
/// imaginary region: proof that the region has a case for it.
const RULES: &[(&str, &str, &str)] = &[
    // An owner counts from its first day on.
    ("if since and since > self.as_of:", "if since and since >= self.as_of:", "concentration-by-service"),
    // What an authority builds is no supplier's.
    (
        "weights[\"supplier\"][\"system\", system] += part",
        "weights[\"supplier\"][\"supplier\", supplier] += part",
        "concentration-by-service",
    ),
    ("by[\"own\", borough] += 1", "by[\"own\", 0] += 1", "concentration-by-service"),
    ("nearest_rank(days, F(9, 10))", "nearest_rank(days, F(8, 10))", "freshness-median"),
    // Who could buy together.
    (
        "row[\"decide\"] <= day <= row[\"final\"]",
        "row[\"decide\"] < day <= row[\"final\"]",
        "cohorts-by-service",
    ),
    (
        "row[\"decide\"] <= day <= row[\"final\"]",
        "row[\"decide\"] <= day <= row[\"last\"]",
        "cohorts-by-service",
    ),
    ("if apart and len", "if len", "cohorts-by-service"),
    ("any(not one & other", "any(one != other", "cohorts-by-service"),
    (
        "add_months(s.as_of, row[\"ahead\"] if by_system else row[\"notice\"] + lead)",
        "s.as_of",
        "cohorts-by-service",
    ),
    ("if by_system else row[\"notice\"] + lead", "", "cohorts-by-service"),
    (
        "row[\"ahead\"] = notice, notice + max(leads)",
        "row[\"ahead\"] = notice, notice + min(leads)",
        "cohort-contracts",
    ),
    ("(best[case[\"names\"]], case[\"ids\"], case[\"key\"])", "case[\"key\"]", "cohorts-by-service"),
    ("int(row[\"notice_months\"]) if row[\"notice_months\"] else", "", "cohort-contracts"),
    ("day_after = end + timedelta(days=1)", "day_after = end", "cohort-contracts"),
    ("row[\"final\"] < case[\"eve\"]", "row[\"last\"] < case[\"eve\"]", "cohorts-by-service"),
    ("isoformat()[:len(text)]", "isoformat()", "cohort-contracts"),
    ("(needs_more, -known,", "(-known,", "cohorts-by-service"),
    // What comes up.
    ("or not row[\"supplier\"])]", "or True)]", "openings"),
    ("kind.upper() in BEFORE_AWARD", "kind", "openings"),
    ("for row in planned if any(kind", "for row in s.contracts if any(kind", "openings"),
    ("if next_ones & set(row[\"borough_ids\"])", "if next_ones", "openings"),
    ("keys.append((-len(ahead), -score))", "keys.append(-score)", "openings"),
    ("planned = [row for row in planned if not s.old_plan(row)]", "", "openings"),
    ("(newest is None or add_months", "(newest is not None and add_months", "openings"),
    ("[self.boroughs[b][\"checked\"] for b in row[\"borough_ids\"]]", "[]", "openings"),
    ("[one[\"checked\"] for one in self.deployments", "[\"\" for one in self.deployments", "openings"),
    (
        "free = boroughs - {b for row in plans for b in row[\"borough_ids\"]}",
        "free = boroughs",
        "cohorts-by-service",
    ),
    // Who changed from what to what.
    ("for gone in many(new[\"replaces\"])", "for gone in ()", "migrations"),
    ("if said or between:", "if between:", "migrations"),
    ("if said or between:", "if said:", "migrations"),
    ("if common and not far_apart(s, old, new):", "if common:", "migrations"),
    ("GAP = 5", "GAP = 9", "migrations"),
    (
        "(new[\"oldest_source\"], s.contract.get(new[\"contract\"], {}).get(\"start\"))",
        "(new[\"oldest_source\"],)",
        "migrations",
    ),
    ("if start and (not change or first_day(start) <= last_day(change))", "if start", "migrations"),
    ("s.group_of(x) if s.named(x) else x for x in map", "x for x in map", "migrations"),
    (" or at_latest(s, until, old, new))", ")", "migrations"),
    (
        "(old[\"until_at_latest\"] == \"true\" or at_latest(s, until, old, new))",
        "at_latest(s, until, old, new)",
        "migrations",
    ),
    ("change[2][\"replaces_inferred\"] != \"true\")", "True)", "migrations"),
    ("[\"kind\"] != \"technology\"}", "[\"kind\"] != \"\"}", "migrations"),
    ("\"Not known\" if not all(owners)", "\"Another\" if not all(owners)", "migrations"),
    // How alike, and how far.
    ("if not both:", "if not common:", "similarity"),
    (
        "row[\"stage\"] == \"exploring\" for row in table",
        "row[\"stage\"] == \"stopped\" for row in table",
        "technologies-recorded",
    ),
    ("in (\"in-use\", \"pilot\", \"stopped\")]", "in (\"in-use\", \"pilot\")]", "technologies-tried"),
    // What a yearly value is divided by.
    (".days + 1) / F(\"365.25\")", ".days) / F(\"365.25\")", "contracts-value"),
    ("F(\"365.25\")", "F(365)", "contracts-value"),
    ("if row[\"rough\"] else exact", "if False else exact", "contracts-value"),
    // What is withheld.
    ("len(known) < min(self.least, len(amounts))", "len(known) < self.least", "exposure"),
    ("len(known) < min(self.least, len(amounts))", "False", "exposure"),
    ("\"Withheld\" if whole < self.set[\"small_number\"]", "\"Withheld\" if False", "shares-by-system"),
    ("k >= len(held)", "k > len(held)", "top-15-value-groups"),
    ("len(prices) >= 5", "len(prices) >= 6", "price-spread"),
    ("2 * groups[a] * groups[b]", "groups[a] * groups[b]", "mergers"),
    // Shares, and of how many it is known.
    ("F((n + whole - known) * 100, whole)", "F(n * 100, known)", "open-source-share"),
    (
        "return s.group_of(supplier)\n    return s.cell(supplier)",
        "return s.cell(supplier)\n    return s.cell(supplier)",
        "shares-by-group",
    ),
    ("self.group_of(x) != self.suppliers[x][\"name\"]", "self.suppliers[x][\"owner\"]", "shares-by-group"),
    ("with_end = [row for row in here if row[\"last\"]]", "with_end = here", "contracts-past-end"),
];

/// The same for rules of which the region has a case while nothing is laid over it.
const BARE_RULES: &[(&str, &str, &str)] = &[
    // The median of an even number.
    ("F(numbers[half - 1] + numbers[half]) / 2", "F(numbers[half - 1])", "freshness-median"),
    ("F(numbers[half - 1] + numbers[half]) / 2", "F(numbers[half - 1])", "similarity"),
];

/// The same for rules of which London has a case and the imaginary region has none.
const LONDON_RULES: &[(&str, &str, &str)] = &[
    (
        "((maybe[holder] | unnamed) & on_record) - users",
        "(maybe[holder] & on_record) - users",
        "shares-by-supplier",
    ),
    ("((maybe[holder] | unnamed) & on_record) - users", "(unnamed & on_record) - users", "shares-by-system"),
    (
        "((maybe[holder] | unnamed) & on_record) - users",
        "(maybe[holder] | unnamed) - users",
        "shares-by-system",
    ),
];

#[test]
fn each_rule_has_a_case_that_fails_without_it() -> Result {
    without_rules(harbourside(), RULES)?;
    without_rules(&Built::of(&HARBOURSIDE[..1])?, BARE_RULES)?;
    without_rules(&Built::of(&["content"])?, LONDON_RULES)
}

fn without_rules(built: &Built, rules: &[(&str, &str, &str)]) -> Result {
    let text = fs::read_to_string(program())?;
    let changed = built.dir.path().join("changed.py");
    let mut unnoticed = Vec::new();
    for (rule, without, id) in rules {
        assert!(text.contains(rule), "the program has no longer `{rule}`");
        fs::write(&changed, text.replace(rule, without))?;
        let Some(said) = built.recompute(&changed, &built.site(), &[])? else { return Ok(()) };
        if said.agrees || !said.wrong().contains(id) {
            unnoticed
                .push(format!("{id} without `{rule}`: {}", said.lines.lines().last().unwrap_or_default()));
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
    Ok(())
}
