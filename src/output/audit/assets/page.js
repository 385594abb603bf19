"use strict";
const form = document.getElementById("filters");
const said = document.getElementById("said");
const value = (name) => form.elements[name].value;
const apply = () => {
  const words = value("words").trim().toLowerCase();
  const state = value("state");
  let rows = 0;
  for (const row of document.querySelectorAll("tr[data-document]")) {
    const named = row.dataset.document.toLowerCase().includes(words);
    const has = !state || row.dataset.states.split(" ").includes(state);
    row.hidden = !(named && has);
    rows += row.hidden ? 0 : 1;
  }
  let findings = 0;
  for (const article of document.querySelectorAll("article[data-document]")) {
    let shown = 0;
    for (const item of article.querySelectorAll("li[data-family]")) {
      const family = !value("family") || item.dataset.family === value("family");
      const severity = !value("severity") || item.dataset.severity === value("severity");
      item.hidden = !(family && severity);
      shown += item.hidden ? 0 : 1;
    }
    const named = article.dataset.document.toLowerCase().includes(words);
    article.hidden = !named || shown === 0;
    findings += article.hidden ? 0 : shown;
  }
  said.textContent = `${rows} documents and ${findings} findings are shown.`;
};
form.hidden = false;
form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
