//! Words of code lists as readers see them, where several page kinds use them.

use crate::content::records::{Level, ServiceState, Stance, TechnologyStage};

/// What is known of a service without a system.
pub(super) fn fact_word(state: ServiceState) -> &'static str {
    match state {
        ServiceState::NotApplicable => "Does not apply",
        ServiceState::InHouse => "A solution of its own",
        ServiceState::NotProvided => "Does not provide it",
    }
}

/// How deep a skill goes.
pub(super) fn level_word(level: Level) -> &'static str {
    match level {
        Level::None => "None",
        Level::Awareness => "Awareness",
        Level::Working => "Working",
        Level::Practitioner => "Practitioner",
        Level::Expert => "Expert",
    }
}

/// Whether a skill is offered or sought.
pub(super) fn stance_word(stance: Stance) -> &'static str {
    match stance {
        Stance::Offer => "Offers it",
        Stance::Seek => "Looks for it",
        Stance::Both => "Offers it and looks for more",
    }
}

/// How far an authority is with a technology.
pub(super) fn stage_word(stage: TechnologyStage) -> &'static str {
    match stage {
        TechnologyStage::Exploring => "Exploring",
        TechnologyStage::Pilot => "Pilot",
        TechnologyStage::InUse => "In use",
        TechnologyStage::Stopped => "Stopped",
    }
}
