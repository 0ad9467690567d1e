//! Facts about skills and technologies: takes the rows of skills-facts.csv, gives a borough's items, each once with all
//! its sources.

use std::collections::BTreeMap;

use super::cells::{Cells, convert};
use super::evidence::{Evidence, summarise};
use super::known::Known;
use super::report::{Outcome, Report};
use super::rows::{Numbered, Row, SkillFactRow};
use crate::content::records::{Level, Provenance, SkillItem, TechnologyItem, TechnologyStage};
use crate::diagnostics::rules;

/// The skills and technologies of one borough.
#[derive(Debug, Default)]
pub(super) struct Abilities {
    pub skills: Vec<SkillItem>,
    pub technologies: Vec<TechnologyItem>,
}

/// What one row says.
struct Fact {
    borough: String,
    id: String,
    what: What,
    evidence: Evidence,
}

#[derive(Clone, Copy)]
enum What {
    Skill(Option<Level>),
    Technology(TechnologyStage),
}

/// Each borough's skills and technologies, in the order of their first rows.
pub(super) fn abilities(
    rows: &[Numbered<SkillFactRow>],
    known: &Known,
    report: &mut Report,
) -> BTreeMap<String, Abilities> {
    let mut groups: Vec<Vec<(u64, Fact)>> = Vec::new();
    for (line, fact) in convert(rows, report, |row, cells| fact(row, known, cells)) {
        fact.evidence.doubt().into_iter().for_each(|doubt| report.doubt(SkillFactRow::FILE, line, doubt));
        let same = |group: &&mut Vec<(u64, Fact)>| {
            let first = &group[0].1;
            let same_kind = matches!(first.what, What::Skill(_)) == matches!(fact.what, What::Skill(_));
            same_kind && first.borough == fact.borough && first.id == fact.id
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push((line, fact)),
            None => groups.push(vec![(line, fact)]),
        }
    }
    let mut boroughs: BTreeMap<String, Abilities> = BTreeMap::new();
    for group in groups {
        settle(&group, report);
        boroughs.entry(group[0].1.borough.clone()).or_default().add(&group);
    }
    boroughs
}

fn fact(row: &SkillFactRow, known: &Known, cells: &mut Cells) -> Option<Fact> {
    cells.filled(&[("borough", &row.borough), ("skill", &row.skill), ("kind", &row.kind)]);
    let borough = cells.reference("borough", &row.borough, &known.boroughs);
    let source = (row.source_url.as_str(), row.source_title.as_str(), row.source_date.as_str());
    let evidence = Evidence::read(cells, source, &row.notes, &row.confidence);
    let (id, what) = match row.kind.as_str() {
        "skill" => {
            let id = cells.reference("skill", &row.skill, &known.skills);
            (id, Some(What::Skill(cells.word("level", &row.level))))
        }
        "technology" => {
            cells.filled(&[("stage", &row.stage)]);
            let id = cells.reference("skill", &row.skill, &known.technologies);
            (id, cells.word("stage", &row.stage).map(What::Technology))
        }
        other => {
            if !other.is_empty() {
                cells.problem(
                    &rules::UNKNOWN_WORD,
                    "kind",
                    other,
                    "this is not a kind of fact",
                    "write skill or technology",
                );
            }
            (None, None)
        }
    };
    Some(Fact { borough: borough?.value, id: id?.value, what: what?, evidence })
}

fn settle(group: &[(u64, Fact)], report: &mut Report) {
    let (first_line, first) = &group[0];
    let record = format!("boroughs/{}.yaml: {}", first.borough, first.id);
    report.settle(SkillFactRow::FILE, *first_line, Outcome::Written(record.clone()));
    for (line, _) in &group[1..] {
        report.settle(
            SkillFactRow::FILE,
            *line,
            Outcome::Merged { into: *first_line, record: record.clone() },
        );
    }
}

impl Abilities {
    /// One item of all rows that tell it; the highest level or stage stands.
    fn add(&mut self, group: &[(u64, Fact)]) {
        let first = &group[0].1;
        let evidence: Vec<_> = group.iter().map(|(_, fact)| fact.evidence.clone()).collect();
        let summary = summarise(&evidence);
        let id = first.id.clone().into();
        match group.iter().map(|(_, fact)| fact.what).max_by_key(|what| rank(*what)).unwrap_or(first.what) {
            What::Skill(level) => self.skills.push(SkillItem {
                skill: id,
                level,
                team: None,
                stance: None,
                provenance: Provenance::Published,
                confidence: summary.confidence,
                notes: summary.notes,
                sources: summary.sources,
            }),
            What::Technology(stage) => self.technologies.push(TechnologyItem {
                technology: id,
                stage,
                atrs: None,
                provenance: Provenance::Published,
                confidence: summary.confidence,
                notes: summary.notes,
                sources: summary.sources,
            }),
        }
    }
}

/// In use is the furthest; giving up says less than any use that another source tells.
fn rank(what: What) -> (Option<Level>, u8) {
    match what {
        What::Skill(level) => (level, 0),
        What::Technology(stage) => (
            None,
            match stage {
                TechnologyStage::Stopped => 0,
                TechnologyStage::Exploring => 1,
                TechnologyStage::Pilot => 2,
                TechnologyStage::InUse => 3,
            },
        ),
    }
}
