//! Contracts in time: their state, what they cost a year, when to decide, and in which quarter they end.

use jiff::ToSpan;
use jiff::civil::Date as Day;

use crate::catalogue::{Catalogue, Contract, Ix, Service};
use crate::content::records::{Date, Lifecycle, MoneyBasis, Stage, Tax};

/// Where a contract is at the date of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContractState {
    /// Announced or advertised, or let and not yet begun.
    Planned,
    /// Begun, and its end is ahead.
    Running,
    /// Its end has passed, and its options reach further.
    InOptions,
    /// Begun, and no end is known.
    EndNotKnown,
    /// Its last known end has passed; it may have been extended.
    EndPassed,
    /// Over: said so, or its systems are retired.
    Ended,
}

impl ContractState {
    /// Neither planned nor past its last known end.
    #[must_use]
    pub fn is_running(self) -> bool {
        matches!(self, Self::Running | Self::InOptions | Self::EndNotKnown)
    }
}

/// What the decide-by date says at the date of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// The date is further ahead than the "act now" months.
    TimeInHand,
    /// The date is within the "act now" months.
    ActNow,
    /// The date has passed, the end has not.
    TooLate,
    /// The end has passed.
    PastEnd,
}

/// What a contract costs a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnnualValue {
    /// Without tax, in units of the site's currency.
    pub amount: f64,
    /// Tax was taken out, or taken as none because the source does not say.
    pub estimated: bool,
    /// The value of a whole term whose first or last day is known only by its year: the years may be off by one or two.
    pub rough: bool,
}

/// A calendar quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
}

impl Quarter {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), number: (day.month() - 1) / 3 + 1 }
    }

    /// `2027-q1`
    #[must_use]
    pub fn id(self) -> String {
        format!("{}-q{}", self.year, self.number)
    }

    /// When it begins, in years: 2027.25 is April 2027.
    #[must_use]
    pub fn years(self) -> f64 {
        f64::from(self.year) + f64::from(self.number - 1) / 4.0
    }

    /// `January to March 2027`
    #[must_use]
    pub fn name(self) -> String {
        let months = [
            say!("January to March"),
            say!("April to June"),
            say!("July to September"),
            say!("October to December"),
        ];
        format!("{} {}", months[usize::try_from(self.number - 1).unwrap_or_default().min(3)], self.year)
    }
}

/// A contract's state and dates at the date of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// Where it is.
    pub state: ContractState,
    /// What it costs a year, where that is known.
    pub annual: Option<AnnualValue>,
    /// The years for which a value of the whole term is; none where that is not asked or not known.
    pub years: Option<f64>,
    /// Last day without options.
    pub end: Option<Day>,
    /// Last day with every option used; the same as `end` where no options are known.
    pub last_end: Option<Day>,
    /// Months from a decision to the end: notice (its own or the region's) and the longest lead time of its services;
    /// known only where its services are.
    pub preparation: Option<u16>,
    /// When the authority has to decide: the end less those months.
    pub decide_by: Option<Day>,
    /// The same, as exact as the end that it is counted from.
    pub decide_date: Option<Date>,
    /// What that date says; none for planned and ended contracts.
    pub light: Option<Light>,
}

impl Term {
    pub(super) fn of(contract: &Contract, catalogue: &Catalogue) -> Self {
        let as_of = catalogue.as_of;
        let end = contract.end.map(Date::last_day);
        let last_end = contract.max_end.map(Date::last_day).or(end);
        let state = state(contract, end, last_end, catalogue);
        let preparation = preparation(contract, &contract.services, catalogue);
        let decide_by =
            end.zip(preparation).map(|(end, months)| end.saturating_sub(i32::from(months).months()));
        let light =
            end.filter(|_| !matches!(state, ContractState::Planned | ContractState::Ended)).and_then(|end| {
                if end < as_of {
                    return Some(Light::PastEnd);
                }
                let decide_by = decide_by?;
                let soon = as_of.saturating_add(i32::from(catalogue.site.thresholds.act_now_months).months());
                Some(if decide_by < as_of {
                    Light::TooLate
                } else if decide_by <= soon {
                    Light::ActNow
                } else {
                    Light::TimeInHand
                })
            });
        let years = years(contract);
        Self {
            state,
            annual: annual_value(contract, years, catalogue.site.vat_rate.value),
            years,
            end,
            last_end,
            preparation,
            decide_by,
            decide_date: decide_by.zip(contract.end).map(|(day, end)| Date::from(day).as_exact_as(end)),
            light,
        }
    }

    /// Whether it ends from the date of the catalogue on and within so many months.
    #[must_use]
    pub fn ends_within(&self, as_of: Day, months: u16) -> bool {
        let limit = as_of.saturating_add(i32::from(months).months());
        self.state == ContractState::Running && self.end.is_some_and(|end| end >= as_of && end <= limit)
    }

    /// The end that lies ahead: the contract's own, or that of its options where its own has passed.
    #[must_use]
    pub fn end_ahead(&self) -> Option<Day> {
        match self.state {
            ContractState::Running => self.end,
            ContractState::InOptions => self.last_end,
            _ => None,
        }
    }

    /// Whether it ends, or has to be decided on, within so many months from the date of the catalogue.
    #[must_use]
    pub fn comes_up_within(&self, as_of: Day, months: u16) -> bool {
        let limit = as_of.saturating_add(i32::from(months).months());
        self.end_ahead().is_some_and(|end| end.min(self.decide_by.unwrap_or(end)) <= limit)
    }
}

fn state(
    contract: &Contract,
    end: Option<Day>,
    last_end: Option<Day>,
    catalogue: &Catalogue,
) -> ContractState {
    let as_of = catalogue.as_of;
    let retired = !contract.deployments.is_empty()
        && contract.deployments.iter().all(|ix| catalogue.deployments[*ix].lifecycle == Lifecycle::Retired);
    match contract.stage {
        Some(Stage::Planned | Stage::Tendering) => return ContractState::Planned,
        Some(Stage::Ended) => return ContractState::Ended,
        _ if retired => return ContractState::Ended,
        _ => {}
    }
    if contract.start.is_some_and(|start| start.first_day() > as_of) {
        return ContractState::Planned;
    }
    match (end, last_end) {
        (Some(end), _) if end >= as_of => ContractState::Running,
        (_, Some(last_end)) if last_end >= as_of => ContractState::InOptions,
        (_, Some(_)) => ContractState::EndPassed,
        (_, None) => ContractState::EndNotKnown,
    }
}

/// Notice (the contract's own or the region's) and the longest lead time of some services.
pub(super) fn preparation(
    contract: &Contract,
    services: &[Ix<Service>],
    catalogue: &Catalogue,
) -> Option<u16> {
    let lead = services.iter().map(|ix| catalogue.services[*ix].lead_months).max()?;
    Some(lead.saturating_add(contract.notice_months.unwrap_or(catalogue.site.thresholds.notice_months)))
}

/// The years that the value of a whole term is for: from the first to the last day, both included.
fn years(contract: &Contract) -> Option<f64> {
    const DAYS_IN_A_YEAR: f64 = 365.25;
    contract.value.filter(|value| value.basis == MoneyBasis::Total)?;
    let (start, end) = (contract.start?.first_day(), contract.end?.last_day());
    let days = (end - start).get_days() + 1;
    (days > 0).then(|| f64::from(days) / DAYS_IN_A_YEAR)
}

/// Net of tax, per year.
fn annual_value(contract: &Contract, years: Option<f64>, vat_rate: f64) -> Option<AnnualValue> {
    let value = contract.value?;
    let mut amount = value.amount as f64;
    if value.tax == Tax::Gross {
        amount /= 1.0 + vat_rate;
    }
    let whole_term = value.basis == MoneyBasis::Total;
    if whole_term {
        amount /= years?;
    }
    let by_year = |date: Option<Date>| date.is_some_and(|date| date.month().is_none());
    let rough = whole_term && (by_year(contract.start) || by_year(contract.end));
    Some(AnnualValue { amount, estimated: value.tax != Tax::Net, rough })
}
