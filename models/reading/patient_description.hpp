// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reading/fields.hpp"
#include "models/reading/patient_forms.hpp"
#include "models/reading/words.hpp"

/// The part of the format's description (description.hpp) about patients and the portal.
namespace wardwire::models::reading {

template <class Fields>
void describe(Fields& fields, AttributeValue& value) {
    fields.required("share", value.share, probability,
                    "of the patients; the shares of an attribute sum to 100 %");
    fields.optional("odds_ratio", value.odds_ratio, Number{1e-6, 1e6},
                    "of taking up the portal, against a patient of odds ratio 1");
    fields.optional("activity", value.activity, Number{0.0, 1e6},
                    "factor on the threads that such a patient begins");
    fields.optional("use_types", value.use_type_factors, use_type_factors,
                    "factors on the shares of use types, which are then made to sum to 100 %");
}

/// The values of an attribute, by name.
struct AttributeValues {
    static constexpr bool is_composite = true;

    void read(const Json& written, Attribute& attribute, const Place& place) const {
        named_objects(1, most_values).read(written, attribute.values, place);
    }
    Json schema(const Attribute& start) const {
        return named_objects(1, most_values).schema(start.values);
    }
};

template <class Fields>
void describe(Fields& fields, Association& association) {
    fields.required(
        "of", association.of, combination,
        "values of two or more attributes: {\"age\": \"over 65\", \"sex\": \"female\"}");
    fields.required("factor", association.factor, Number{0.0, 1e6},
                    "how much more often they go together than independence would have it, before "
                    "the shares of the attributes are met again");
}

template <class Fields>
void describe(Fields& fields, TableEntry& entry) {
    fields.required("of", entry.of, combination, "a value of every attribute");
    fields.required("share", entry.share, probability, "of the patients");
}

template <class Fields>
void describe(Fields& fields, Population& population) {
    fields.required("attributes", population.attributes,
                    Named<AttributeValues>{{}, 1, most_attributes},
                    "by what patients differ: {\"sex\": {\"female\": {…}, \"male\": {…}}}");
    fields.optional("associations", population.associations, list_of_objects(0, 100),
                    "which values go together; the table is fitted to the attributes' shares");
    fields.optional("table", population.table, list_of_objects(0, most_cells),
                    "instead: the share of every combination; those not named have none");
    fields.optional("group_by", population.group_by, text,
                    "the attribute whose values are the patient groups of the outcomes");
}

template <class Fields>
void describe(Fields& fields, Invitation& invitation) {
    fields.required("share", invitation.share, number_law,
                    "of a panel's patients who are invited, from clinician to clinician; 0 to 1");
    fields.required("odds_ratio", invitation.odds_ratio, Number{1e-6, 1e6},
                    "of taking up the portal, when invited");
}

template <class Fields>
void describe(Fields& fields, Responsiveness& responsiveness) {
    fields.optional("within", responsiveness.within, duration,
                    "an answer that comes this soon, on the wall clock, is in time");
    fields.required("odds_ratio", responsiveness.odds_ratio, Number{1e-6, 1e6},
                    "of taking up the portal with a clinician whose panel gets every answer in "
                    "time, against one whose panel gets none; between them in proportion of the "
                    "logarithm");
}

template <class Fields>
void describe(Fields& fields, AdoptionSpec& adoption) {
    Invitation invitation{adoption.invited_share, adoption.invitation_odds_ratio};
    Responsiveness responsiveness{adoption.responsive_within, adoption.responsiveness_odds_ratio};
    fields.required("share", adoption.share, probability,
                    "of patients of odds ratio 1 who take up the portal");
    fields.optional("review", adoption.review, duration,
                    "how often the others think again; \"0 s\" for never");
    fields.optional("site_odds_ratio", adoption.site_odds_ratio, number_law,
                    "of taking up the portal, from site to site; above 0");
    fields.optional("invitation", invitation, object, "by the patient's primary clinician");
    fields.optional("responsiveness", responsiveness, object,
                    "what the clinician's answers of the time since the last review do");
    adoption.invited_share = invitation.share;
    adoption.invitation_odds_ratio = invitation.odds_ratio;
    adoption.responsive_within = responsiveness.within;
    adoption.responsiveness_odds_ratio = responsiveness.odds_ratio;
}

template <class Fields>
void describe(Fields& fields, PatientSpec& patients) {
    fields.required("count", patients.count, Whole{0, 10'000'000},
                    "patients who may write; 0 at a site that only works for others");
    fields.optional("panel", patients.panel, list_of_objects(0, 1000),
                    "how many of them have joined by a date, evenly from date to date; without it "
                    "all from the start");
    fields.required("threads", patients.threads_per_second, rate,
                    "threads that a patient of intensity 1 begins");
    fields.optional("demand_factor", patients.demand_factor, Number{0.0, 100.0},
                    "on that rate: what a charge for messages leaves, or a campaign adds");
    fields.optional("site_effect", patients.site_effect, number_law,
                    "factor of a site on that rate, from site to site; its mean must be 1");
    fields.optional("panel_effect", patients.panel_effect, number_law,
                    "factor of a primary clinician on that rate, from clinician to clinician; its "
                    "mean must be 1");
    fields.optional("intensity", patients.intensity, number_law,
                    "factor of a patient on that rate; its mean must be 1");
    fields.optional("people", patients.people, people_names,
                    "\"drawn\": each patient has a draw of that law; \"dealt\": its quantiles are "
                    "dealt to the patients, so that every run has the same mix");
    fields.optional("population", patients.population, object, "who the patients are");
    fields.optional("adoption", patients.adoption, object,
                    "which patients write; without it all do");
    fields.optional("profile", patients.profile, profile, "shape of the rate over the week");
    fields.optional("growth", patients.growth, object, "how that rate changes over time");
    fields.optional("primary", patients.primary, role_name,
                    "role of the patients' primary clinicians");
    fields.optional("reply_delay", patients.reply_delay, duration_law,
                    "from an answer to the patient's follow-up");
}

template <class Fields>
void describe(Fields& fields, UseType& type) {
    fields.required("share", type.share, probability, "of threads; the shares sum to 100 %");
    fields.optional("recognised", type.recognised_probability, probability,
                    "chance that the rules see a message as what it is, when software sorts; "
                    "otherwise they see another use type, by the shares");
    fields.optional("urgent", type.urgent_probability, probability,
                    "chance that a thread is truly urgent");
    fields.optional("rank", type.rank, rank, "1 is done first, 9 last");
    fields.optional("urgent_rank", type.urgent_rank, rank, "the same when flagged urgent");
    fields.required("handling", type.handling, by_role(duration_law),
                    "to handle a message after reading it, by role or for all roles");
    fields.optional("resolved_by", type.resolved_probability, by_role(probability, 1.0),
                    "chance that the role resolves it instead of forwarding it; roles not named "
                    "never do, and without this key whoever gets it resolves it");
    fields.optional("no_reply", type.no_reply_probability, probability,
                    "chance that it is closed without an answer");
    fields.optional("follow_up", type.follow_up_probability, list_of(probability, 0, 1000),
                    "chance that the patient writes again after the n-th answer; the last repeats");
    fields.optional("deadline", type.deadline, duration, "for the discipline earliest_deadline");
    fields.optional("replaces_call", type.replaces_call_probability, probability,
                    "chance that a thread takes the place of a call to the portal's line");
    fields.optional("to_visit", type.to_visit_probability, by_role(probability),
                    "chance that the role's answer is an appointment, with which the thread ends");
    fields.optional("to_call", type.to_call_probability, by_role(probability),
                    "chance that the role's answer is that somebody will call; the call waits in "
                    "the portal's line, and the thread ends");
}

template <class Fields>
void describe(Fields& fields, RoutingRule& rule) {
    fields.optional("use_type", rule.use_types, use_type_names,
                    "the use types it is for; without this key all");
    fields.optional("flag", rule.flag, flag_names, "how the message is flagged");
    fields.optional("when", rule.when, when_names, "whether the site is open");
    fields.required("to", rule.to, target, "where such a message goes");
}

/// How well urgent messages are told from the others.
struct FlagSpec {
    double sensitivity = 1.0;
    double specificity = 1.0;
    double education = 1.0;
};

template <class Fields>
void describe(Fields& fields, FlagSpec& flag) {
    fields.optional("sensitivity", flag.sensitivity, probability,
                    "chance that an urgent message is flagged urgent");
    fields.optional("specificity", flag.specificity, probability,
                    "chance that a routine message is not");
    fields.optional("education", flag.education, Number{0.0, 1.0},
                    "factor on the chance that a routine message is flagged urgent, which what "
                    "patients have learnt leaves");
}

template <class Fields>
void describe(Fields& fields, DraftSpec& drafts) {
    fields.required("used", drafts.used_probability, probability,
                    "chance that the draft of an answer is used");
    fields.optional("reading_factor", drafts.reading_factor, Number{0.0, 100.0},
                    "on the time to read any message: the draft is read, too");
    fields.optional("writing_factor", drafts.writing_factor, Number{0.0, 100.0},
                    "on the time to handle a message whose draft is used");
}

template <class Fields>
void describe(Fields& fields, PortalSpec& portal) {
    FlagSpec flag{portal.flag_sensitivity, portal.flag_specificity, portal.education_factor};
    fields.required("use_types", portal.use_types, named_objects(1, 256), "what threads are about");
    fields.required("routing", portal.routing, list_of_objects(1, 1000),
                    "the first rule that fits sends a message on its way");
    fields.optional("flag", flag, object, "how well urgent messages are recognised");
    fields.optional("max_rounds", portal.max_rounds, Whole{1, 1000},
                    "a thread has no more than this many questions");
    fields.optional("drafts", portal.drafts, object, "answers that software drafts");
    fields.optional(
        "audits", portal.audits, hours,
        "when somebody looks at what is still unresolved of earlier days: where each of "
        "these hours begins");
    fields.optional(
        "line", portal.line, line_name,
        "the telephone line on which messages take the place of calls, and whose people "
        "call patients back");
    portal.flag_sensitivity = flag.sensitivity;
    portal.flag_specificity = flag.specificity;
    portal.education_factor = flag.education;
}

}  // namespace wardwire::models::reading
