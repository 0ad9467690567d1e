//! `import survey` as a whole, over the tables of an imaginary region.

use std::fs;
use std::path::{Path, PathBuf};

use citytools::content;
use citytools::content::records::{Confidence, DeploymentContract, Stage};
use citytools::import::{Change, Error, Outcome, Report, survey};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const SERVICES: &str = "\
group_id,group_name,kind,service_id,service_name,definition,lgsl,aliases,tier,lead_months
people,People,frontline,library-lending,Library lending,Lending books.,1; 2,books,core,12
inside,Inside,technology,web-forms,Web forms,Asking for things online.,,,core,6
inside,Inside,technology,watching,Watching,Watching; published as regional totals only.,,,extended,6
";
const SKILLS: &str = "\
skill_id,name,family,gdad_name,sfia
service-design,Service design,design,Service design,AAAA; BBBB
guarding,Guarding,security,,
";
const TECHNOLOGIES: &str = "id,name,definition\nlanterns,Lanterns,Lamps that think.\n";
const FRAMEWORKS: &str = "id,name,owner,reference\nmere-frame,Mere Frame,The Mere,MF1\n";
const BOROUGHS: &str = "\
id,name,official_name,gss_code,register_code,wikidata,inner_outer,website,population,population_source,tile_col,tile_row
northmere,Northmere,Borough of Northmere,X00000001,NOR,Q1,inner,https://northmere.example.org,1000,Count of mid-2020 (https://count.example.org/x),1,1
southmere,Southmere,,X00000002,SOU,,outer,,,,1,2
";
const SUPPLIERS: &str = "\
id,name,legal_name,former_names,parent,companies_house,size,website,hq,source_url,source_title
acme,Acme,Acme Limited,Old Acme; Older Acme,Mere Group,00000001,unknown,,Meretown,https://register.example.org/acme,Register
mere-books,Mere Books,,,Acme,,sme,,,https://register.example.org/books,Register
";
const SYSTEMS: &str = "\
id,name,aliases,supplier_id,services,licence,repository,website,description,source_url
bookworm,Bookworm,Worm,mere-books,library-lending,proprietary,,,Lends books.,https://systems.example.org/bookworm
formica,Formica,,acme,web-forms,unknown,,,,https://systems.example.org/formica
own-forms,Own Forms,,in-house,web-forms,MIT,https://code.example.org/own,,,https://systems.example.org/own
";
const JOINT: &str = "\
id,title,supplier,system,boroughs,lead,start,end,value,source_url,source_title,notes
books-old,Shared books until 2024,mere-books,bookworm,northmere;southmere,northmere,2020-01-01,2024-12-31,100,https://joint.example.org/old,Old deal,
books-new,Shared books,mere-books,bookworm,northmere;southmere,northmere,2025-01-01,,200,https://joint.example.org/?ocid=ocds-aaaaaa-000009,New deal,Both towns.
";
const FACTS: &str = "\
borough,services,system,system_name,supplier,supplier_name,lifecycle,since,until,hosting,contract_title,contract_reference,contract_supplier,contract_start,contract_end,contract_max_end,notice_months,value,value_basis,value_tax,procurement_method,framework,notes,source_url,source_title,source_date,provenance,confidence
northmere,web-forms,formica,Formica,acme,Acme,live,2020,,unknown,,,,,,,,,,,,,Seen on a page.,https://north.example.org/page,Page,2021,published,medium
northmere,web-forms,formica,Formica,acme,Acme,live,2020,,unknown,Forms,N-1,mere-books,2024-04-01,2027-03-31,2028-03-31,6,5000,annual,net,open,mere-frame,Awarded: three years.,https://notices.example.org/?ocid=ocds-aaaaaa-000001,Notice,2024-03-01,published,high
northmere,library-lending,bookworm,Bookworm,mere-books,Mere Books,unknown,,,shared-service,,,,,,,,,,,,,,https://north.example.org/books,Books,,published,high
southmere,web-forms,own-forms,Own Forms,in-house,In-house,retired,,2019,on-premises,,,,,,,,,,,,,,https://south.example.org/forms,Forms,2019,published,low
";
const CONTRACTS: &str = "\
borough,category,services,title,supplier,supplier_name,stage,start,end,max_end,value,value_basis,value_tax,notes,source_url,source_title,source_date,provenance,confidence
southmere,software,web-forms,New forms,,,,2027-10-01,2030,,,,,The town is tendering forms.,https://notices.example.org/?ocid=ocds-aaaaaa-000002,Notice,2026-05-01,published,high
southmere,software,library-lending,Forms and more,,,,2027-10-01,,,900,total,net,Tender for forms.,https://notices.example.org/?ocid=ocds-aaaaaa-000002,Copy of notice,2026-05-01,published,medium
southmere,managed-service,web-forms,Help desk,helpers,Helpers,,2020,,,,,,,https://south.example.org/help,Help,2020,published,medium
southmere,managed-service,web-forms,Help at night,helpers,Helpers,,,,,,,,,https://south.example.org/night,Night,2021,published,medium
northmere,hardware,,Lamps (cancelled),,,planned,,,,,,,,https://north.example.org/lamps,Lamps,2020,published,medium
";
const SKILL_FACTS: &str = "\
borough,skill,kind,level,stage,notes,source_url,source_title,source_date,confidence
northmere,service-design,skill,,,Has a team.,https://north.example.org/team,Team,,medium
northmere,lanterns,technology,,pilot,A pilot.,https://north.example.org/lanterns,Lanterns,2024,medium
northmere,lanterns,technology,,in-use,In every street.,https://north.example.org/lit,Lit,2025,high
";
const REJECTED: &str = "\
borough,services,service_as_collected,system_as_collected,supplier_as_collected,lifecycle,contract_start,contract_end,value,reason_code,reason,joint_contract,notes,source_url,source_title,source_date,confidence
northmere,,,Lamp,,,,,,hardware,Equipment.,,,https://north.example.org/lamp,Lamp,,low
northmere,,,,,,,,,no-product,No name.,,,https://north.example.org/none,None,,low
southmere,,,,,,,,,no-product,No name.,,,https://south.example.org/none,None,,low
";

/// A folder of its own for each test.
struct Region {
    dir: tempfile::TempDir,
}

impl Region {
    fn new() -> Result<Self> {
        let region = Self { dir: tempfile::tempdir()? };
        fs::create_dir(region.path("tables"))?;
        let tables = [
            ("services", SERVICES),
            ("skills", SKILLS),
            ("technologies", TECHNOLOGIES),
            ("frameworks", FRAMEWORKS),
            ("boroughs", BOROUGHS),
            ("suppliers", SUPPLIERS),
            ("systems", SYSTEMS),
            ("joint-contracts", JOINT),
            ("facts", FACTS),
            ("contracts", CONTRACTS),
            ("skills-facts", SKILL_FACTS),
            ("facts-rejected", REJECTED),
        ];
        tables.iter().try_for_each(|(name, text)| region.table(name, text))?;
        Ok(region)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn table(&self, name: &str, text: &str) -> Result {
        Ok(fs::write(self.path("tables").join(name).with_extension("csv"), text)?)
    }

    fn import(&self) -> std::result::Result<Report, Error> {
        survey(&self.path("tables"), &self.path("content"), &self.path("proposals"))
    }

    fn text(&self, file: &str) -> Result<String> {
        Ok(fs::read_to_string(self.path("content").join(file))?)
    }
}

fn assert_every_row_is_accounted_for(report: &Report) {
    for table in &report.tables {
        assert_eq!(table.read, table.rows.len(), "{}", table.file);
    }
}

#[test]
fn every_row_becomes_something_and_the_content_reads_without_a_problem() -> Result {
    let region = Region::new()?;
    let report = region.import()?;
    assert_eq!(report.unplaced(), 0, "{report}");
    assert_every_row_is_accounted_for(&report);
    let (read, problems) = content::read(&region.path("content"))?;
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!((read.boroughs.len(), read.systems.len(), read.contracts.len()), (2, 3, 2));
    // `helpers` has no row of its own, only a name beside its id.
    assert_eq!(read.suppliers.len(), 3);
    assert!(
        report.to_string().contains("3 rows read, 3 kept out on purpose: 2 no-product, 1 hardware"),
        "{report}"
    );
    Ok(())
}

#[test]
fn rows_of_one_borough_and_system_are_one_deployment() -> Result {
    let region = Region::new()?;
    region.import()?;
    let (read, _) = content::read(&region.path("content"))?;
    let northmere = read.boroughs["northmere"].record.as_ref().ok_or("northmere")?;
    let systems: Vec<_> = northmere.systems.iter().map(|item| item.system.value.as_str()).collect();
    assert_eq!(systems, ["bookworm", "formica"], "by group of the first service");

    let formica = &northmere.systems[1].value;
    assert_eq!(formica.confidence, Some(Confidence::High));
    assert_eq!(formica.hosting, None, "unknown is left out");
    let Some(DeploymentContract::Inline(contract)) =
        formica.contract.as_ref().map(|contract| &contract.value)
    else {
        return Err("formica has its contract in full".into());
    };
    assert_eq!(contract.ocid.as_deref().map(String::as_str), Some("ocds-aaaaaa-000001"));
    assert_eq!((formica.sources.len(), contract.sources.len()), (1, 1), "each source where it belongs");
    assert_eq!(formica.sources[0].confidence, Some(Confidence::Medium));

    let bookworm = northmere.systems[0].contract.as_ref().map(|contract| &contract.value);
    assert!(
        matches!(bookworm, Some(DeploymentContract::Shared(id)) if id == "books-new"),
        "the latest start"
    );
    let lanterns = &northmere.technologies[0];
    assert_eq!(serde_json::to_value(lanterns.stage)?, "in-use");
    assert_eq!(lanterns.sources.len(), 2);
    Ok(())
}

#[test]
fn contracts_are_merged_only_where_they_are_surely_one() -> Result {
    let region = Region::new()?;
    let report = region.import()?;
    let (read, _) = content::read(&region.path("content"))?;
    let southmere = read.boroughs["southmere"].record.as_ref().ok_or("southmere")?;
    let titles: Vec<_> = southmere.contracts.iter().filter_map(|item| item.title.as_deref()).collect();
    assert_eq!(titles, ["New forms", "Help desk", "Help at night"]);
    let forms = &southmere.contracts[0].value;
    assert_eq!((forms.stage, forms.value.map(|value| value.amount)), (Some(Stage::Tendering), Some(900)));
    assert_eq!((forms.services.len(), forms.sources.len()), (2, 2));
    let table = report.tables.iter().find(|table| table.file == "contracts.csv").ok_or("contracts.csv")?;
    assert!(matches!(table.rows[&3], Outcome::Merged { into: 2, .. }));
    assert!(
        report.doubts.iter().any(|doubt| doubt.line == 5 && doubt.text.contains("possibly the same")),
        "{report}"
    );
    let northmere = read.boroughs["northmere"].record.as_ref().ok_or("northmere")?;
    assert_eq!(northmere.contracts[0].stage, Some(Stage::Ended), "cancelled");
    Ok(())
}

#[test]
fn files_read_well() -> Result {
    let region = Region::new()?;
    region.import()?;
    assert_eq!(
        region.text("boroughs/southmere.yaml")?.split("\n\ncontracts:").next(),
        Some(
            "\
# yaml-language-server: $schema=../../schemas/borough.schema.json
name: Southmere
code: SOU
gss_code: X00000002
area: outer
tile: [1, 2]

systems:
  - system: own-forms
    services: [web-forms]
    lifecycle: retired
    until: 2019
    hosting: on-premises
    provenance: published
    confidence: low
    sources:
      - url: https://south.example.org/forms
        title: Forms
        date: 2019"
        )
    );
    let acme = region.text("suppliers/acme.yaml")?;
    assert!(
        acme.contains("id: \"00000001\"")
            && acme.contains("parent:\n  name: Mere Group")
            && !acme.contains("size"),
        "{acme}"
    );
    assert!(region.text("suppliers/mere-books.yaml")?.contains("parent:\n  supplier: acme"));
    assert!(
        region
            .text("services.yaml")?
            .starts_with("# yaml-language-server: $schema=../schemas/services.schema.json\n")
    );
    assert_eq!(region.text("services.yaml")?.matches("totals_only: true").count(), 1);
    assert_eq!(region.text("skills.yaml")?.matches("totals_only: true").count(), 1);
    Ok(())
}

#[test]
fn a_broken_row_is_told_with_its_place_and_the_rest_goes_on() -> Result {
    let region = Region::new()?;
    let broken = [
        "northmere,web-forms,formika,,,,live,,,,,,,,,,,,,,,,,https://a.example.org/,A,,published,high",
        "northmere,web-forms,own-forms,,,,alive,2014-13,,,,,,,,,,,,,,,,ftp://a.example.org/,A,,published,high",
        "northmere,web-forms",
        "../escape,web-forms,formica,,,,live,,,,,,,,,,,,,,,,,https://a.example.org/,A,,published,high",
        "northmere,web-forms,formica,,acme,,live,,,,Other forms,,,2030,,,,,,,,,,https://a.example.org/,A,,published,high",
    ];
    region.table("facts", &format!("{FACTS}{}\n", broken.join("\n")))?;
    let report = region.import()?;
    assert_eq!(report.unplaced(), 5, "{report}");
    assert_every_row_is_accounted_for(&report);
    let table = report.tables.iter().find(|table| table.file == "facts.csv").ok_or("facts.csv")?;
    let places: Vec<_> =
        table.problems.iter().map(|problem| (problem.line, problem.column.as_str())).collect();
    let expected = [
        (6, "system"),
        (7, "lifecycle"),
        (7, "since"),
        (7, "source_url"),
        (8, "system"),
        (9, "borough"),
        (10, "contract_title"),
    ];
    assert_eq!(places, expected);
    assert!(report.to_string().contains("facts.csv:6 system `formika`: no row of systems.csv"), "{report}");
    assert!(region.text("boroughs/northmere.yaml")?.contains("system: formica"));
    Ok(())
}

#[test]
fn a_missing_column_is_told_once() -> Result {
    let region = Region::new()?;
    region.table("technologies", "id,name\nlanterns,Lanterns\n")?;
    let report = region.import()?;
    assert!(
        report.to_string().contains("technologies.csv:1 definition: the table does not have this column"),
        "{report}"
    );
    assert!(report.unplaced() > 0);
    assert_every_row_is_accounted_for(&report);
    Ok(())
}

#[test]
fn what_an_editor_wrote_is_never_touched() -> Result {
    let region = Region::new()?;
    region.import()?;
    let file = region.path("content").join("systems/formica.yaml");
    let commented = format!("# An editor was here.\n{}\n", fs::read_to_string(&file)?);
    fs::write(&file, &commented)?;
    let again = region.import()?;
    assert_eq!(again.outputs_that(|change| change == Change::Unchanged), again.outputs.len());

    let edited = commented.replace("name: Formica", "name: Formica Forms");
    fs::write(&file, &edited)?;
    for _ in 0..2 {
        let report = region.import()?;
        assert_eq!(fs::read_to_string(&file)?, edited);
        let proposed: Vec<_> =
            report.outputs.iter().filter(|output| output.change != Change::Unchanged).collect();
        assert_eq!(proposed.len(), 1, "{report}");
        assert!(matches!(proposed[0].change, Change::Proposed { added: 1, .. }), "{report}");
        let proposal = region.path("proposals").join("systems/formica.yaml");
        assert!(fs::read_to_string(&proposal)?.contains("name: Formica\n"));
        let diff = fs::read_to_string(region.path("proposals").join("systems/formica.yaml.diff"))?;
        assert!(diff.contains("-name: Formica Forms\n+name: Formica\n"), "{diff}");
    }
    Ok(())
}

#[test]
fn a_folder_in_use_is_not_emptied() -> Result {
    let region = Region::new()?;
    fs::create_dir(region.path("proposals"))?;
    fs::write(region.path("proposals").join("letter.txt"), "Dear editor")?;
    assert!(matches!(region.import(), Err(Error::ProposalsInUse(path)) if path.ends_with("letter.txt")));
    assert!(!region.path("content").exists(), "nothing is written");
    let overlap = survey(&region.path("tables"), &region.path("content"), &region.path("content").join("x"));
    assert!(matches!(overlap, Err(Error::ProposalsOverlap(_))));
    Ok(())
}

#[test]
fn a_folder_without_tables_is_refused() -> Result {
    let dir = tempfile::tempdir()?;
    let result = survey(dir.path(), Path::new("nowhere/content"), &dir.path().with_extension("proposals"));
    assert!(matches!(result, Err(Error::NoTables(_))));
    Ok(())
}
