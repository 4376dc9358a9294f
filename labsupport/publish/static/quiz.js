// Makes a quiz of each review question: radio buttons, and the reason of a choice after "Check".
// Without this script the same question is a list of folds, one for each choice.
"use strict";

function makeQuiz(question) {
  const name = question.getAttribute("aria-label");
  const choices = [...question.querySelectorAll(".lab-choice")];
  const fields = document.createElement("fieldset");
  const legend = fields.appendChild(document.createElement("legend"));
  legend.append(...question.querySelector("p").childNodes);
  for (const [place, choice] of choices.entries()) {
    const label = fields.appendChild(document.createElement("label"));
    const radio = label.appendChild(document.createElement("input"));
    Object.assign(radio, { type: "radio", name: name, value: place });
    label.append(...choice.querySelector("summary").childNodes);
  }
  const check = Object.assign(document.createElement("button"), { type: "button", className: "lab-check" });
  check.textContent = "Check";
  const verdict = Object.assign(document.createElement("div"), { className: "lab-verdict" });
  verdict.setAttribute("role", "status"); // read out when it changes
  check.addEventListener("click", () => {
    const chosen = fields.querySelector("input:checked");
    const choice = chosen && choices[chosen.value];
    verdict.dataset.right = choice ? choice.dataset.right : "";
    verdict.innerHTML = choice ? choice.querySelector("p").innerHTML : "Choose an answer first.";
  });
  fields.addEventListener("change", () => verdict.replaceChildren()); // the old reason is not that of the new choice
  question.querySelector("p").replaceWith(fields);
  for (const choice of choices) choice.remove();
  fields.after(check, verdict);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const question of document.querySelectorAll(".lab-question")) makeQuiz(question);
});
