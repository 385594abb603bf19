"use strict";
const form = document.getElementById("filters");
const said = document.getElementById("said");
const rows = new Map();
for (const row of document.querySelectorAll("tr[data-document]")) rows.set("d" + row.dataset.document, row);
const apply = () => {
  const { words, state, family, severity } = Object.fromEntries(new FormData(form));
  const wanted = words.trim().toLowerCase();
  let documents = 0;
  let findings = 0;
  for (const article of document.querySelectorAll("article")) {
    let shown = 0;
    for (const item of article.querySelectorAll("li[data-family]")) {
      item.hidden = Boolean((family && item.dataset.family !== family) || (severity && item.dataset.severity !== severity));
      shown += item.hidden ? 0 : 1;
    }
    article.hidden =
      !article.dataset.words.includes(wanted) ||
      Boolean(state && !article.dataset.states.split(" ").includes(state)) ||
      Boolean((family || severity) && shown === 0);
    rows.get(article.id).hidden = article.hidden;
    documents += article.hidden ? 0 : 1;
    findings += article.hidden ? 0 : shown;
  }
  for (const group of document.querySelectorAll("tr.kind")) {
    group.hidden = !group.parentElement.querySelector("tr[data-document]:not([hidden])");
  }
  said.textContent = `${documents} ${documents === 1 ? "document" : "documents"} and ${findings} ${findings === 1 ? "finding" : "findings"} are shown.`;
};
form.hidden = false;
form.addEventListener("input", apply);
form.addEventListener("reset", () => setTimeout(apply));
form.addEventListener("submit", (event) => event.preventDefault());
// What is folded is printed all the same.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});
