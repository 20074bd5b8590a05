// What all pages of the plan say, in English; phones and projectors never need it.
export default {
  "error.account_disabled": "This account is disabled. Please ask the administration.",
  "error.last_administrator": "One account must keep the administration. Give it to another account first.",
  "error.oidc_again": "Signing in was interrupted or took too long. Please begin again.",
  "error.oidc_no_role":
    "Your account belongs to no group that has a role here. Ask the administration for the right group.",
  "error.oidc_refused": "The sign-in service did not confirm that it is you.",
  "error.oidc_unavailable":
    "The sign-in service does not answer. Try again later, or sign in with an account of this program.",
  "error.old_password": "The old password is wrong.",
  "error.signs_in_elsewhere":
    "This account signs in by the sign-in service. Name, roles and password are kept there.",
  "error.round_not_open": "This round of assessment is not open.",
  "error.scores_missing": "A score is still missing.",
  "error.assessors_lack": "A measure has fewer than two assessments. Until then the round stays open.",
  "error.criteria_weight": "One criterion at least needs a weight above 0.",
  "error.frozen": "The round is open. Criteria, weights and measures are fixed.",
  "error.gate": "The eligibility of a measure is still to be checked: competence, legality, already done.",
  "error.joined_already": "One of these contributions already goes on with another one.",
  "error.reason_needed": "A reason belongs here.",
  "error.views_full": "No more views can be saved. Remove one first.",
  "error.transition": "There is no such step from here.",
  "error.number_taken": "Another measure has this number already.",
  "error.link_ended": "This link has ended. Whoever sent it can send a new one.",
  "error.accepted": "This report is accepted and not changed any more.",
  "error.not_submitted": "This report has not been sent yet.",
  "error.sheet_unreadable": "This file cannot be read. An Excel file (.xlsx) or a CSV file is expected.",
  "error.sheet_too_large": "This file is too large. 10 MB, 5,000 rows and 200 columns are possible.",
  "error.sheet_unknown": "There is no such sheet in the file.",
  "error.sheet_no_head": "No row of headings was found.",
}
