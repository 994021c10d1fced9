"use strict";
// Draws the charts from the page's own data, in the colours of the reader's scheme, and in light ones on paper.
(function () {
  const store = JSON.parse(document.getElementById("charts").textContent);
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  let onPaper = false;

  function weekWords(week) {
    const year = Math.floor(week / 52) + 1;
    const quarter = store.quarters[Math.floor((week % 52) / 13)];
    return store.when.replace("{year}", year).replace("{quarter}", quarter).replace("{week}", week);
  }

  function figureOf(key, dark) {
    const bare = store.figures[key];
    const layout = Object.assign({ template: store.template, separators: store.separators }, bare.layout);
    let text = JSON.stringify({ data: bare.data, layout: layout });
    if (onPaper) text = text.replaceAll('"size":13', '"size":10.5');
    if (dark) text = text.replace(/#[0-9a-f]{6}|rgba\([^)]*\)/g, (found) => store.dark[found] || found);
    const figure = JSON.parse(text);
    for (const trace of figure.data) {
      if (trace.meta !== "weeks") continue;
      const weeks = trace.x || trace.y.map((_, at) => trace.x0 + at * trace.dx);
      trace.customdata = weeks.map(weekWords);
    }
    return figure;
  }

  function draw(place) {
    if (!place.clientWidth) return;
    const figure = figureOf(place.dataset.chart, prefersDark.matches && !onPaper);
    figure.layout.showlegend = false; // the page draws the legend itself, so that it wraps
    if (onPaper) figure.layout.width = place.clientWidth;
    if (onPaper) figure.layout.height *= 0.72;
    place.style.height = figure.layout.height + "px";
    Plotly.react(place, figure.data, figure.layout, store.config);
  }

  function drawAll() {
    document.querySelectorAll(".plot").forEach(draw);
  }

  function save(key) {
    const figure = figureOf(key, false);
    const caption = document.getElementById("caption-" + key).innerHTML; // escaped, as the chart wants it
    figure.layout.title = { text: caption, x: 0, xref: "paper", yref: "container", y: 1, yanchor: "top", pad: { t: 24 },
      font: { size: 18, color: store.ink } };
    figure.layout.paper_bgcolor = "#ffffff";
    figure.layout.margin = { l: 60, r: 40, t: 150, b: 70 };
    Plotly.downloadImage(figure, { format: "png", scale: 2, width: 1000, height: figure.layout.height + 160, filename: key });
  }

  const opened = [];
  function toPaper() {
    onPaper = true;
    document.querySelectorAll("details.chapter:not([open])").forEach((chapter) => {
      chapter.open = true;
      opened.push(chapter);
    });
    document.documentElement.classList.add("on-paper");
    drawAll();
  }
  function fromPaper() {
    onPaper = false;
    opened.splice(0).forEach((chapter) => (chapter.open = false));
    document.documentElement.classList.remove("on-paper");
    drawAll();
  }

  document.querySelectorAll("details").forEach((part) =>
    part.addEventListener("toggle", () => part.open && part.querySelectorAll(".plot").forEach(draw)));
  document.querySelectorAll(".tabs input").forEach((choice) =>
    choice.addEventListener("change", () => choice.closest(".tabs").querySelectorAll(".plot").forEach(draw)));
  document.querySelectorAll("[data-save]").forEach((button) =>
    button.addEventListener("click", () => save(button.dataset.save)));
  prefersDark.addEventListener("change", drawAll);
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", fromPaper);
  drawAll();
})();
