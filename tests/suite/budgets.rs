//! No file, however hostile, takes more than two seconds or a hundred megabytes, and each is told: place, why, remedy.
//!
//! Whole commands, measured from outside: the most memory that the kernel has seen in use (`VmHWM`), and the seconds that
//! all threads together have computed, which other work on the machine does not change. A build without optimisation is
//! allowed what the same build needs for the region as it is: its own size, and twenty times its own seconds.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{AS_OF, Region, Result, program, tried};

const RECORD: &str = "systems/plume.yaml";
const CHAPTER: &str = "report/01-at-a-glance.md";
const HEAD: &str = "---\ntitle: T\ndescription: D.\n---\n\n";
const MEGABYTE: usize = 1 << 20;

/// What a run took, and how it ended.
struct Taken {
    megabytes: u64,
    seconds: f64,
    code: Option<i32>,
    said: String,
}

fn taken(region: &Region, args: &[&str]) -> Result<Taken> {
    let err = region.root().join("stderr");
    let mut child = program()
        .args(args)
        .args(["--as-of", AS_OF])
        .current_dir(region.root())
        .stdout(Stdio::null())
        .stderr(File::create(&err)?)
        .spawn()?;
    let (started, folder) = (Instant::now(), format!("/proc/{}", child.id()));
    let (mut kilobytes, mut ticks) = (0, 0);
    let status = loop {
        let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        kilobytes =
            kilobytes.max(line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0));
        // Behind the name in brackets, user and system time are the twelfth and thirteenth word.
        let stat = fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        let words = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().collect::<Vec<_>>());
        let of = |at: usize| words.as_ref().and_then(|words| words.get(at)?.parse::<u32>().ok());
        ticks = ticks.max(of(11).unwrap_or(0) + of(12).unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > Duration::from_secs(90) {
            child.kill()?;
            child.wait()?;
            return Err(format!("{args:?} still waits after 90 seconds").into());
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let said = String::from_utf8_lossy(&fs::read(err)?).into_owned();
    Ok(Taken { megabytes: kilobytes >> 10, seconds: f64::from(ticks) / 100.0, code: status.code(), said })
}

/// The command of an attack on a file of the region, or of a file that is brought in.
fn command(file: &str) -> Vec<&str> {
    match Path::new(file).extension().and_then(|ending| ending.to_str()) {
        _ if file.starts_with("releases/") => vec!["check"],
        Some("csv" | "xlsx") => vec!["import", "survey", "--dry-run", file],
        Some("json" | "jsonl") => vec!["import", "ocds", "--dry-run", file],
        _ => vec!["check"],
    }
}

/// An attack: its name, the file that it writes, how it is written, and the code that has to be told.
type Attack = (&'static str, &'static str, Box<dyn Fn(&Path) -> Result>, &'static str);

fn attack(
    name: &'static str,
    file: &'static str,
    code: &'static str,
    text: impl Fn() -> Vec<u8> + 'static,
) -> Attack {
    (name, file, Box::new(move |path| Ok(fs::write(path, text())?)), code)
}

/// A begin, and then nothing but zeros that take no room on the disk.
fn sparse(name: &'static str, file: &'static str, code: &'static str, begin: &'static str) -> Attack {
    let write = move |path: &Path| -> Result {
        let mut file = File::create(path)?;
        file.write_all(begin.as_bytes())?;
        Ok(file.set_len(2 << 30)?)
    };
    (name, file, Box::new(write), code)
}

fn all_are_told(attacks: &[Attack]) -> Result {
    let region = Region::harbourside()?;
    let usual = taken(&region, &["check"])?;
    let (most_megabytes, most_seconds) = (100.max(usual.megabytes + 44), f64::max(2.0, 20.0 * usual.seconds));
    let mut wrong = String::new();
    let mut worst = (0, 0.0);
    for (name, file, write, code) in attacks {
        let region = Region::harbourside()?;
        let folder = if command(file) == ["check"] { region.content() } else { region.root().to_owned() };
        if command(file) == ["check"] && folder.join(file).exists() {
            fs::remove_file(folder.join(file))?;
        }
        let path = folder.join(file);
        fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
        write(&path)?;
        let took = taken(&region, &command(file))?;
        worst = (worst.0.max(took.megabytes), f64::max(worst.1, took.seconds));
        let is_told = took.said.contains(&format!("[{code}]")) && took.said.contains("why:");
        let is_told = is_told && took.said.contains("remedy:") && took.said.contains("--> ");
        if took.code != Some(1) || !is_told || took.said.len() > MEGABYTE {
            let _ = writeln!(wrong, "{name}: {:?}, {} bytes: {:.300}", took.code, took.said.len(), took.said);
        }
        if took.megabytes > most_megabytes || took.seconds > most_seconds {
            let _ = writeln!(wrong, "{name}: {} MB, {:.2} s", took.megabytes, took.seconds);
        }
    }
    tried(&format!(
        "budgets: {} hostile files: at most {} MB and {:.2} s; the region as it is {} MB and {:.2} s",
        attacks.len(),
        worst.0,
        worst.1,
        usual.megabytes,
        usual.seconds
    ));
    assert!(wrong.is_empty(), "more than {most_megabytes} MB, {most_seconds:.1} s, or not told:\n{wrong}");
    Ok(())
}

/// A folder of so many files, each of so many zeros that take no room on the disk.
fn crowd(folder: &Path, files: usize, bytes: u64) -> Result {
    for number in 0..files {
        File::create(folder.join(format!("a{number}.yaml")))?.set_len(bytes)?;
    }
    Ok(())
}

#[test]
fn a_folder_has_a_budget() -> Result {
    for (files, bytes) in [(601, 512 << 10), (601, 2 << 30), (60_001, 0)] {
        let region = Region::harbourside()?;
        crowd(&region.content().join("suppliers"), files, bytes)?;
        for args in [&["check"][..], &["build", "--out", "public"]] {
            let took = taken(&region, args)?;
            assert_eq!(took.code, Some(3), "{args:?}: {:.300}", took.said);
            let is_told = took.said.contains("remove what is no record; suppliers alone has");
            assert!(is_told && took.said.contains("content"), "{}", took.said);
            assert!(
                took.megabytes <= 100 && took.seconds <= 2.0,
                "{} MB, {:.2} s",
                took.megabytes,
                took.seconds
            );
        }
    }
    Ok(())
}

/// A text again and again, up to so many bytes.
fn fill(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

const KB: usize = 1 << 10;

fn record(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, RECORD, code, move || text().into_bytes())
}

fn chapter(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, CHAPTER, code, move || (HEAD.to_owned() + &text()).into_bytes())
}

#[test]
fn records_have_budgets() -> Result {
    let laughs = || {
        let level = |of: usize| format!("a{of}: &a{of} [{}]\n", vec![format!("*a{}", of - 1); 9].join(","));
        "a0: &a0 [lol]\n".to_owned() + &(1..12).map(level).collect::<String>()
    };
    all_are_told(&[
        record("billion laughs", "CT005", laughs),
        record("aliases of a long text", "CT005", || {
            format!("a: &a {}\nb: [{}]\n", fill("x", 60 * KB), fill("*a, ", 60 * KB))
        }),
        record("deep flow lists", "CT002", || format!("name: {}", fill("[", 250 * KB))),
        record("deep flow groups", "CT002", || format!("name: {}", fill("{a: ", 250 * KB))),
        record("deep lists on a line", "CT002", || fill("- ", 250 * KB)),
        record("deep keys on a line", "CT002", || fill("? ", 250 * KB)),
        record("deep blocks", "CT002", || {
            (0..600).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n")
        }),
        record("a huge text", "CT108", || format!("name: {}\n", fill("x", 250 * KB))),
        record("a huge text in quotes", "CT108", || format!("name: \"{}\"\n", fill("\\u00e9", 250 * KB))),
        record("deep quotes in a note", "CT510", || {
            format!("name: x\ndescription: \"{}\"\n", fill(">", 9_000))
        }),
        record("a quote that is never closed", "CT002", || format!("name: \"{}", fill("x", 250 * KB))),
        record("a million keys", "CT004", || (0..1_000_000).map(|key| format!("k{key}: 1\n")).collect()),
        record("twenty thousand keys", "CT002", || (0..20_000).map(|key| format!("k{key}: 1\n")).collect()),
        record("thousands of keys", "CT101", || (0..4_000).map(|key| format!("k{key}: 1\n")).collect()),
        record("the same key", "CT107", || format!("name: x\n{}", fill("name: x\n", 60 * KB))),
        record("a long list", "CT002", || format!("services: [{}]\n", fill("a, ", 200 * KB))),
        record("a list of nothing known", "CT012", || {
            format!("name: x\nstatus: beta\nservices: [{}]\n", fill("paroll, ", 80 * KB))
        }),
        record("many lines of a list", "CT002", || format!("services:\n{}", fill("- a\n", 250 * KB))),
        record("many remarks", "CT002", || fill("#\n", 250 * KB)),
        record("many empty lines", "CT003", || fill("\n", 250 * KB)),
        record("one long line", "CT101", || {
            format!("{{{}}}\n", (0..4_000).map(|key| format!("k{key}: 1")).collect::<Vec<_>>().join(", "))
        }),
        sparse("two gigabytes", RECORD, "CT004", "name: x\n"),
        sparse("a release of two gigabytes", "releases/2026-03-31.json", "CT004", "{"),
        attack("a release of empty cells", "releases/2026-03-31.json", "CT010", || {
            let table =
                format!("{{\"name\":\"a\",\"columns\":[],\"rows\":[[{}\"\"]]}}", fill("\"\",", 3 * MEGABYTE));
            format!("{{\"schema_version\":1,\"date\":\"2026-03-31\",\"figures\":[],\"tables\":[{table}]}}")
                .into_bytes()
        }),
        attack("a deep release", "releases/2026-03-31.json", "CT010", || {
            fill("[", 3 * MEGABYTE).into_bytes()
        }),
    ])
}

fn words(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, "words.yaml", code, move || text().into_bytes())
}

#[test]
fn words_have_budgets() -> Result {
    let alias = || format!("a: &a [x]\nb: [{}]\n", fill("*a, ", 60 * KB));
    all_are_told(&[
        words("aliases", "CT005", alias),
        words("deep lists", "CT002", || format!("texts: {}", fill("[", 250 * KB))),
        words("thousands of texts", "CT002", || {
            format!("texts:\n{}", (0..15_000).map(|text| format!("  Text {text}: x\n")).collect::<String>())
        }),
        words("a huge text", "CT108", || format!("texts:\n  Opportunities: {}\n", fill("x", 250 * KB))),
        words("nothing but places", "CT108", || {
            format!("texts:\n  Opportunities: \"{}\"\n", fill("{1}", 250 * KB))
        }),
        words("nothing but elements", "CT108", || {
            format!("texts:\n  Opportunities: \"{}\"\n", fill("<1>", 250 * KB))
        }),
        words("a huge sign", "CT108", || {
            format!("numbers: {{ group: \"{}\", decimal: x }}\n", fill("x", 250 * KB))
        }),
        words("too large", "CT004", || format!("texts:\n  Opportunities: {}\n", fill("x", 600 * KB))),
        sparse("words of two gigabytes", "words.yaml", "CT004", "texts:\n"),
    ])?;
    // Texts that nobody says are told, the first of them with a guess at what was meant.
    let region = Region::harbourside()?;
    let usual = taken(&region, &["check"])?;
    let text = |text| {
        format!("  The suppliers and systems of each authority that answer to a page, number {text}: x\n")
    };
    region.write("words.yaml", format!("texts:\n{}", (0..4_500).map(text).collect::<String>()))?;
    let took = taken(&region, &["check"])?;
    assert!(
        took.code == Some(1) && took.said.contains("[CT511]") && took.said.contains("[CT012]"),
        "{:?}: {:.300}",
        took.code,
        took.said
    );
    assert!(
        took.seconds < f64::max(2.0, 30.0 * usual.seconds),
        "{} s, usually {}",
        took.seconds,
        usual.seconds
    );
    Ok(())
}

/// A theme's own tokens are read with the style sheet that uses them: however many there are, that takes no longer than the
/// site's own build.
#[test]
fn tokens_have_budgets() -> Result {
    let region = Region::harbourside()?;
    let usual = taken(&region, &["build"])?;
    let tokens = region.root().join("theme/assets/tokens.css");
    fs::create_dir_all(tokens.parent().ok_or("a folder")?)?;
    let own = |token: usize| format!("--a{token}:var(--a{token});");
    for (text, code, told) in [
        ((0..100_000).map(own).collect::<String>(), 1, "kB packed, more than 15"),
        (fill("{", 4 * MEGABYTE), 3, "brackets stand in one another deeper"),
        (fill("}", 4 * MEGABYTE), 3, "a bracket } closes nothing"),
        (fill("--a", 4 * MEGABYTE) + ":", 3, "no rule uses the token"),
        (fill("/*", 4 * MEGABYTE), 1, "kB packed, more than 15"),
        (fill("var(", 4 * MEGABYTE), 3, "brackets stand in one another deeper"),
    ] {
        fs::write(&tokens, &text)?;
        let took = taken(&region, &["build", "--theme", "theme"])?;
        assert_eq!(took.code, Some(code), "{:.40}: {:.300}", text, took.said);
        assert!(took.said.contains(told) && took.said.len() < 4 * KB, "{:.40}: {:.300}", text, took.said);
        assert!(took.seconds < 2.0 + 2.0 * usual.seconds, "{:.40}: {} s", text, took.seconds);
        assert!(took.megabytes < 100 + usual.megabytes, "{:.40}: {} MB", text, took.megabytes);
    }
    Ok(())
}

#[test]
fn texts_have_budgets() -> Result {
    let kb = 60 * KB;
    all_are_told(&[
        attack("a head without an end", CHAPTER, "CT008", move || {
            format!("---\n{}", fill("title: x\n", kb)).into_bytes()
        }),
        chapter("deep quotes", "CT510", move || fill(">", kb)),
        chapter("deep quotes and lists", "CT510", || format!("{}a", fill("> * ", 200))),
        chapter("deep lists", "CT510", || {
            (0..200).fold(String::new(), |text, depth| text + &" ".repeat(2 * depth) + "* a\n")
        }),
        chapter("deep emphases", "CT510", move || format!("{}a{}", fill("*a _b ", 600), fill("_ *", 300))),
        chapter("many brackets", "CT510", move || fill("[", kb)),
        chapter("many pictures", "CT510", move || fill("![", kb)),
        chapter("many paragraphs", "CT510", move || fill("a\n\n", kb)),
        chapter("a table of empty cells", "CT510", || {
            format!("{}|\n{}|\n{}", fill("|a", 2_000), fill("|-", 2_000), fill("|a\n", 50 * KB))
        }),
        chapter("many tags", "CT501", move || fill("<b>", 30 * KB)),
        chapter("one tag of many", "CT501", move || fill("<!-- ", kb)),
        chapter("many figures", "CT503", move || fill("{fig:x} ", kb)),
        chapter("many bad links", "CT502", || fill("[a](b)", 20 * KB)),
        chapter("many headings", "CT505", || fill("# a\n", 20 * KB)),
        attack("a huge chapter", CHAPTER, "CT004", || fill("word ", 8 * MEGABYTE).into_bytes()),
        sparse("a chapter of two gigabytes", CHAPTER, "CT004", HEAD),
    ])
}

const COLUMNS: &str = "borough,services,system,notes\n";

fn sheet(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, "sheet.csv", code, move || text().into_bytes())
}

#[test]
fn sheets_have_budgets() -> Result {
    let most = 15 * MEGABYTE;
    all_are_told(&[
        sheet("no line end", "CT601", move || fill("a", most)),
        sheet("a quote that is never closed", "CT601", move || format!("{COLUMNS}\"{}", fill("a", most))),
        sheet("a million columns", "CT601", || fill(",", 1_000_000)),
        sheet("thousands of columns", "CT601", || {
            let columns: Vec<String> = (0..5_000).map(|column| format!("boroughs{column}")).collect();
            format!("{},{COLUMNS}{}no-such,,\n", columns.join(","), ",".repeat(5_000))
        }),
        sheet("a row of a million cells", "CT601", || format!("{COLUMNS}{}", fill("a,", 2_000_000))),
        sheet("a million rows", "CT601", move || format!("{COLUMNS}{}", fill("a\n", most))),
        sheet("millions of empty cells", "CT601", || {
            format!("{COLUMNS}{}", format!("{}x\n", ",".repeat(199)).repeat(19_000))
        }),
        sheet("many unknown authorities", "CT204", || {
            format!(
                "{COLUMNS}{}",
                (0..9_000).map(|row| format!("no-{row},no,no-{row},\n")).collect::<String>()
            )
        }),
        sheet("many unknown columns", "CT603", || {
            let columns: Vec<String> =
                (0..190).map(|column| format!("x{}", "borough".repeat(column))).collect();
            format!("{},{COLUMNS}{}no-such,,\n", columns.join(","), ",".repeat(190))
        }),
        sparse("two gigabytes", "sheet.csv", "CT601", COLUMNS),
        sparse("two gigabytes that begin as a workbook", "sheet.xlsx", "CT601", "PK\u{3}\u{4}"),
        // The quote of a gigabyte.
        (
            "a quote of a gigabyte",
            "sheet.csv",
            Box::new(|path| {
                let mut file = std::io::BufWriter::new(File::create(path)?);
                file.write_all(COLUMNS.as_bytes())?;
                file.write_all(b"\"")?;
                let piece = vec![b'a'; MEGABYTE];
                (0..1024).try_for_each(|_| file.write_all(&piece))?;
                Ok(file.flush()?)
            }),
            "CT601",
        ),
    ])
}

const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The list of the parts of a workbook that has one sheet.
fn one_sheet() -> String {
    format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{TYPE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    )
}

/// A workbook of the least parts, with some of them replaced or added.
fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let root = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{TYPE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let sheets = one_sheet();
    let usual = [
        ("_rels/.rels", root.as_str()),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Systems\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", sheets.as_str()),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData></sheetData></worksheet>"),
    ];
    let is_other = |name: &str| !parts.iter().any(|(own, _)| *own == name);
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, text) in usual.iter().filter(|(name, _)| is_other(name)).chain(parts) {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn book(name: &'static str, part: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, "sheet.xlsx", "CT601", move || workbook(&[(part, &text())]))
}

/// Three columns, and rows.
fn rows(rows: &str) -> String {
    let cell = |at: &str, text: &str| format!("<c r=\"{at}1\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let head = cell("A", "borough") + &cell("B", "services") + &cell("C", "system");
    format!("<worksheet><sheetData><row r=\"1\">{head}</row>{rows}</sheetData></worksheet>")
}

/// A part of megabytes that the list of parts calls the workbook: read as such it would be held in memory as a whole.
fn given_out(name: &'static str, target: &'static str) -> Attack {
    attack(name, "sheet.xlsx", "CT601", move || {
        let root = format!(
            "<Relationships><Relationship Type=\"{TYPE}/officeDocument\" Target=\"{target}\"/></Relationships>"
        );
        let sheets = fill("<sheet name=\"a\" r:id=\"r1\"/>", 4 * MEGABYTE);
        let whole = format!("<workbook xmlns:r=\"r\"><sheets>{sheets}</sheets></workbook>");
        workbook(&[
            ("_rels/.rels", &root),
            ("xl/media/a.bin", &whole),
            // Nothing else is wrong with it: there is a sheet, and it is found.
            ("xl/media/_rels/a.bin.rels", &one_sheet()),
            ("xl/media/worksheets/sheet1.xml", &rows("")),
            ("xl/worksheets/sheet1.xml", &rows("")),
        ])
    })
}

#[test]
fn workbooks_have_budgets() -> Result {
    let (texts, sheet, styles) = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml");
    all_are_told(&[
        book("a bomb in the texts", texts, || format!("<sst>{}</sst>", fill(" ", 200 * MEGABYTE))),
        book("empty texts", texts, || format!("<sst>{}</sst>", fill("<si><t/></si>", 20 * MEGABYTE))),
        book("more texts than there can be", texts, || {
            "<sst uniqueCount=\"1000000000000000000\"><si><t>a</t></si></sst>".to_owned()
        }),
        book("more texts than there is memory", texts, || {
            "<sst count='1' uniqueCount = '900000000'><si><t>a</t></si></sst>".to_owned()
        }),
        book("entities of entities", texts, || {
            "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>"
                .to_owned()
        }),
        book("a bomb in the styles", styles, || {
            format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", fill("<xf/>", 20 * MEGABYTE))
        }),
        book("many sheets", "xl/workbook.xml", || {
            let sheets = fill("<sheet name=\"a\" r:id=\"r1\"/>", 20 * MEGABYTE);
            format!("<workbook xmlns:r=\"r\"><sheets>{sheets}</sheets></workbook>")
        }),
        book("a bomb in a sheet", sheet, || rows(&fill("<row/>", 100 * MEGABYTE))),
        book("a long row", sheet, || rows(&format!("<row>{}</row>", fill("<c/>", 20 * MEGABYTE)))),
        book("a cell of megabytes", sheet, || {
            let text = fill("a", 4 * MEGABYTE);
            rows(&format!("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"))
        }),
        book("cells in the last column", sheet, || {
            rows(
                &(2..19_000)
                    .map(|row| format!("<row><c r=\"GR{row}\"><v>1</v></c></row>"))
                    .collect::<String>(),
            )
        }),
        book("a cell in the last row and column", sheet, || {
            rows("<row><c r=\"XFD1048576\"><v>1</v></c></row>")
        }),
        attack("one text in every row", "sheet.xlsx", "CT601", move || {
            let text = format!("<sst><si><t>{}</t></si></sst>", fill("a", 32_000));
            let cells = (2..19_000).map(|row| format!("<row><c r=\"D{row}\" t=\"s\"><v>0</v></c></row>"));
            workbook(&[(texts, &text), (sheet, &rows(&cells.collect::<String>()))])
        }),
        given_out("a large part given out for the list of sheets", "xl/Media/a.bin"),
        given_out("a large part given out for it in another spelling", "xl/media/&#97;.bin"),
        attack("large parts that are too much together", "sheet.xlsx", "CT601", move || {
            let names: Vec<String> = (0..8).map(|part| format!("xl/large-{part}.bin")).collect();
            let text = fill(" ", 4 * MEGABYTE);
            let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text.as_str())).collect();
            workbook(&[&parts[..], &[(sheet, &rows(""))]].concat())
        }),
        attack("sixty thousand parts", "sheet.xlsx", "CT601", || {
            let names: Vec<String> = (0..60_000).map(|part| format!("xl/{part}.xml")).collect();
            workbook(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>())
        }),
        attack("a workbook in a workbook", "sheet.xlsx", "CT602", || {
            let inner = String::from_utf8_lossy(&workbook(&[])).into_owned();
            workbook(&[
                ("xl/worksheets/sheet2.xml", &inner),
                ("xl/embeddings/a.xlsx", &inner),
                (sheet, &rows("").replace("borough", "town")),
            ])
        }),
    ])
}

const RELEASE: &str = "{\"releases\":[{\"ocid\":\"ocds-a-1\",\"buyer\":{\"name\":\"Harbour Quay\"},\"a\":";

fn notices(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, "notices.json", code, move || text().into_bytes())
}

#[test]
fn notices_have_budgets() -> Result {
    let most = 30 * MEGABYTE;
    all_are_told(&[
        notices("deep lists", "CT701", move || fill("[", most)),
        notices("deep objects", "CT701", move || RELEASE.to_owned() + &fill("{\"a\":", most)),
        notices("deep lists in what is not read", "CT701", move || {
            format!("{{\"extensions\":{}", fill("[", most))
        }),
        notices("a long list", "CT701", move || format!("{RELEASE}[{}1]}}]}}", fill("1,", most))),
        notices("many objects", "CT701", move || format!("{RELEASE}[{}1]}}]}}", fill("{},", most))),
        notices("a long list beside the releases", "CT701", move || {
            format!("{{\"x\":[{}1]}}", fill("1,", most))
        }),
        notices("a record of many releases", "CT701", move || {
            format!("{{\"records\":[{{\"releases\":[{}1]}}]}}", fill("{\"ocid\":\"a\"},", most))
        }),
        notices("many numbers", "CT702", move || format!("[{}1]", fill("1,", most))),
        notices("many releases that are none", "CT702", move || {
            format!("{{\"releases\":[{}1]}}", fill("1,", most))
        }),
        notices("an endless number", "CT701", || format!("{RELEASE}{}}}]}}", fill("1", 2 * MEGABYTE))),
        notices("an endless line", "CT701", move || {
            format!("{{\"ocid\":\"a\"}}\n{{\"ocid\":\"b\"}}\n{{\"a\":[{}", fill("1,", 8 * MEGABYTE))
        }),
        notices("many broken lines", "CT701", move || {
            format!("{{\"ocid\":\"a\"}}\n{{\"ocid\":\"b\"}}\n{}", fill("x\n", most))
        }),
        sparse("two gigabytes", "notices.json", "CT701", ""),
        sparse("two gigabytes that begin well", "notices.json", "CT701", "{\"releases\":["),
    ])
}

#[test]
fn a_rule_is_told_a_thousand_times() -> Result {
    let region = Region::harbourside()?;
    let one = "{\"ocid\":\"ocds-a-N\",\"id\":\"N\",\"tag\":[\"award\"],\"buyer\":{\"name\":\"Harbour Quay\"},\
               \"awards\":[{\"title\":\"Payroll software N\",\"suppliers\":[{\"name\":\"Firm N\"}]}]}";
    let releases: Vec<String> = (0..1_200).map(|number| one.replace('N', &number.to_string())).collect();
    let file = region.root().join("notices.json");
    fs::write(&file, format!("{{\"releases\":[{}]}}", releases.join(",")))?;
    let said = taken(&region, &["import", "ocds", "--dry-run", "notices.json"])?.said;
    assert_eq!(said.matches("[CT705]").count(), 1_000, "{:.2000}", said);
    assert!(said.contains("CT705: 200 more; they are counted"), "{:.2000}", said);
    Ok(())
}

#[test]
fn tables_have_budgets() -> Result {
    let region = Region::harbourside()?;
    let usual = taken(&region, &["check"])?;
    let folder = region.root().join("tables");
    fs::create_dir(&folder)?;
    let table = folder.join("technologies.csv");
    let head = "id,name,definition\n";
    let texts = [
        fill("a", 15 * MEGABYTE),
        format!("{head}\"{}", fill("a", 15 * MEGABYTE)),
        fill(",", 15 * MEGABYTE),
        format!("{head}{}", fill("a,a,a\n", 15 * MEGABYTE)),
        fill("a,\n", 20 * MEGABYTE),
    ];
    for text in &texts {
        fs::write(&table, text)?;
        let took = taken(&region, &["import", "survey", "tables"])?;
        assert_eq!(took.code, Some(3), "{}", took.said);
        assert!(took.said.contains("larger than any survey: it has more than"), "{}", took.said);
        assert!(took.megabytes <= 100.max(usual.megabytes + 44), "{} MB: {}", took.megabytes, took.said);
    }
    File::create(&table)?.set_len(2 << 30)?;
    let took = taken(&region, &["import", "survey", "tables"])?;
    assert!(took.code == Some(3) && took.said.contains("16 megabytes"), "{}", took.said);
    assert!(took.megabytes <= 100.max(usual.megabytes + 44), "{} MB: {}", took.megabytes, took.said);
    tried(&format!("budgets: {} hostile tables", texts.len() + 1));
    Ok(())
}

/// Pipes, devices and folders in the place of files: nothing waits for them or reads from them.
#[test]
fn what_is_no_plain_file_is_not_read() -> Result {
    use std::os::unix::fs::symlink;
    let pipe = |path: &Path| -> Result {
        let made = std::process::Command::new("mkfifo").arg(path).status()?;
        if made.success() { Ok(()) } else { Err("no pipe could be made".into()) }
    };
    let zero = |path: &Path| -> Result { Ok(symlink("/dev/zero", path)?) };
    let folder = |path: &Path| -> Result { Ok(fs::create_dir(path)?) };
    let mut count = 0;
    for file in [RECORD, CHAPTER, "site.yaml", "releases/2026-03-31.json"] {
        for (make, what) in [(&pipe as &dyn Fn(&Path) -> Result, "a pipe"), (&zero, "an endless link")] {
            let region = Region::harbourside()?;
            let path = region.content().join(file);
            fs::create_dir_all(path.parent().ok_or("a folder")?)?;
            if path.exists() {
                fs::remove_file(&path)?;
            }
            make(&path)?;
            let took = taken(&region, &["check"])?;
            assert_eq!(took.code, Some(1), "{what} as {file}: {}", took.said);
            assert!(took.said.contains("[CT006]"), "{what} as {file}: {}", took.said);
            count += 1;
        }
    }
    let region = Region::harbourside()?;
    for (name, make) in [
        ("pipe.csv", &pipe as &dyn Fn(&Path) -> Result),
        ("zero.csv", &zero),
        ("zero.xlsx", &zero),
        ("pipe.xlsx", &pipe),
        ("zero.json", &zero),
    ] {
        make(&region.root().join(name))?;
        let took = taken(&region, &command(name))?;
        assert_eq!(took.code, Some(1), "{name}: {}", took.said);
        assert!(took.said.contains("[CT601]") || took.said.contains("[CT701]"), "{name}: {}", took.said);
        count += 1;
    }
    let tables = region.root().join("tables");
    fs::create_dir(&tables)?;
    for make in [&pipe as &dyn Fn(&Path) -> Result, &zero, &folder] {
        make(&tables.join("technologies.csv"))?;
        let took = taken(&region, &["import", "survey", "tables"])?;
        assert_eq!(took.code, Some(3), "{}", took.said);
        assert!(took.said.contains("put a table there"), "{}", took.said);
        fs::remove_file(tables.join("technologies.csv"))
            .or_else(|_| fs::remove_dir(tables.join("technologies.csv")))?;
        count += 1;
    }
    tried(&format!("budgets: {count} paths that are no plain files"));
    Ok(())
}
