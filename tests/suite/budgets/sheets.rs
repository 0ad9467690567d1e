//! Sheets that come back, as CSV and as workbooks.

use std::fs::File;
use std::io::Write as _;

use super::{Attack, MEGABYTE, all_are_told, attack, fill, sparse};
use crate::support::Result;

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
