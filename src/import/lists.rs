//! The shared lists: takes the rows of services, skills, technologies and frameworks, gives one record for each list.

use super::cells::{Cells, convert, list, text};
use super::known::Ids;
use super::report::{Outcome, Problem, Report};
use super::rows::{FrameworkRow, Numbered, Row, ServiceRow, SkillRow, TechnologyRow};
use crate::content::records::{
    FrameworkItem, FrameworksFile, GroupItem, GroupKind, ServiceItem, ServicesFile, SkillDefinition,
    SkillsFile, TechnologiesFile, TechnologyDefinition,
};
use crate::diagnostics::rules;

/// How a service's definition says that it is never told of one authority.
const TOTALS_ONLY: &str = "published as regional totals only";

/// The family of skills that is never told of one authority: who has few of them would be a target.
const TOTALS_ONLY_FAMILY: &str = "security";

/// Drops rows whose id another row has, and settles the others as written to the file that `path` gives.
pub(super) fn unique<R: Row, T>(
    rows: Vec<(u64, T)>,
    report: &mut Report,
    id: impl Fn(&T) -> String,
    path: impl Fn(&str) -> String,
) -> Vec<(u64, T)> {
    let mut seen = std::collections::BTreeMap::new();
    rows.into_iter()
        .filter(|(line, record)| {
            let id = id(record);
            if let Some(first) = seen.get(&id) {
                let why = format!("line {first} has this id already");
                let problem = Problem::new(
                    &rules::DUPLICATE_ID,
                    (R::FILE, *line, "id"),
                    &id,
                    why,
                    "keep one of the rows, or give one another id",
                );
                report.unplaced_row(R::FILE, *line, vec![problem]);
                return false;
            }
            report.settle(R::FILE, *line, Outcome::Written(path(&id)));
            seen.insert(id, *line);
            true
        })
        .collect()
}

/// A service and the group that its row names.
struct Placed {
    group: (String, String, GroupKind),
    service: ServiceItem,
}

/// Groups in the order of their first rows.
pub(super) fn services(rows: &[Numbered<ServiceRow>], report: &mut Report) -> ServicesFile {
    let converted = convert(rows, report, service);
    let placed = unique::<ServiceRow, _>(
        converted,
        report,
        |placed| placed.service.id.value.clone(),
        |id| format!("services.yaml: {id}"),
    );
    let mut groups: Vec<GroupItem> = Vec::new();
    for (line, Placed { group: (id, name, kind), service }) in placed {
        let Some(group) = groups.iter_mut().find(|group| *group.id == id) else {
            groups.push(GroupItem { id: id.into(), name, kind, services: vec![service] });
            continue;
        };
        if group.name != name || group.kind != kind {
            report.doubt(
                ServiceRow::FILE,
                line,
                format!("the group `{id}` has another name or kind in earlier rows, which stand"),
            );
        }
        group.services.push(service);
    }
    ServicesFile { groups }
}

fn service(row: &ServiceRow, cells: &mut Cells) -> Option<Placed> {
    cells.filled(&[
        ("group_name", &row.group_name),
        ("kind", &row.kind),
        ("service_name", &row.service_name),
        ("definition", &row.definition),
        ("tier", &row.tier),
        ("lead_months", &row.lead_months),
    ]);
    let group = cells.id("group_id", &row.group_id);
    let kind = cells.word("kind", &row.kind);
    let id = cells.id("service_id", &row.service_id);
    let lgsl = list(&row.lgsl).iter().filter_map(|number| cells.number("lgsl", number)).collect();
    let tier = cells.word("tier", &row.tier);
    let lead_months = cells.number("lead_months", &row.lead_months);
    let service = ServiceItem {
        id: id.into(),
        name: text(&row.service_name)?,
        definition: text(&row.definition)?,
        lgsl,
        aliases: list(&row.aliases),
        tier: tier?,
        lead_months: lead_months?,
        totals_only: row.definition.contains(TOTALS_ONLY),
        replaced_by: None,
    };
    Some(Placed { group: (group, text(&row.group_name)?, kind?), service })
}

/// All skills, in the order of the table.
pub(super) fn skills(rows: &[Numbered<SkillRow>], report: &mut Report) -> SkillsFile {
    let converted = convert(rows, report, |row, cells| {
        cells.filled(&[("name", &row.name), ("family", &row.family)]);
        Some(SkillDefinition {
            id: cells.id("skill_id", &row.skill_id).into(),
            name: text(&row.name)?,
            family: text(&row.family)?,
            gdad: text(&row.gdad_name),
            sfia: list(&row.sfia),
            totals_only: row.family == TOTALS_ONLY_FAMILY,
        })
    });
    let path = |id: &str| format!("skills.yaml: {id}");
    let skills = unique::<SkillRow, _>(converted, report, |skill| skill.id.value.clone(), path);
    SkillsFile { skills: skills.into_iter().map(|(_, skill)| skill).collect() }
}

/// All technologies, in the order of the table.
pub(super) fn technologies(rows: &[Numbered<TechnologyRow>], report: &mut Report) -> TechnologiesFile {
    let converted = convert(rows, report, |row, cells| {
        cells.filled(&[("name", &row.name), ("definition", &row.definition)]);
        let id = cells.id("id", &row.id).into();
        Some(TechnologyDefinition {
            id,
            name: text(&row.name)?,
            definition: text(&row.definition)?,
            recorded_under: Vec::new(),
        })
    });
    let path = |id: &str| format!("technologies.yaml: {id}");
    let technologies =
        unique::<TechnologyRow, _>(converted, report, |technology| technology.id.value.clone(), path);
    TechnologiesFile { technologies: technologies.into_iter().map(|(_, technology)| technology).collect() }
}

/// All frameworks, in the order of the table.
pub(super) fn frameworks(rows: &[Numbered<FrameworkRow>], report: &mut Report) -> FrameworksFile {
    let converted = convert(rows, report, |row, cells| {
        cells.filled(&[("name", &row.name)]);
        let id = cells.id("id", &row.id).into();
        let (owner, reference) = (text(&row.owner), text(&row.reference));
        Some(FrameworkItem { id, name: text(&row.name)?, owner, reference, end: None, url: None })
    });
    let path = |id: &str| format!("frameworks.yaml: {id}");
    let frameworks =
        unique::<FrameworkRow, _>(converted, report, |framework| framework.id.value.clone(), path);
    FrameworksFile { frameworks: frameworks.into_iter().map(|(_, framework)| framework).collect() }
}

/// Ids and names of a list.
pub(super) fn ids<'a>(file: &'static str, entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> Ids {
    let mut ids = Ids::new(file);
    entries.into_iter().for_each(|(id, name)| ids.insert(id, name));
    ids
}
