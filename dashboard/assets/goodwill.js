// Links keep the view, a closed tab ends its jobs, and every chart can be saved as a picture or as a table.
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.goodwill = {
  links: function (shown, ids) {
    const at = (shown || "").indexOf("?");
    const search = at < 0 ? "" : shown.slice(at);
    return ids.map((id) => id.path + search);
  },
  // What is set stands in the address, but for what is usual. A guess or a lever leaves the page as it is; whatever else
  // is chosen, or the page has changed meanwhile, is laid out anew by its address.
  steer: function (_values, shown) {
    const context = window.dash_clientside.callback_context, same = window.dash_clientside.no_update;
    const given = context.inputs_list[0] || [], links = context.outputs_list[2] || [];
    const search = new URLSearchParams(location.search), arms = {}, changed = [];
    for (const { id, value } of given) {
      const now = value === null || value === undefined ? "" : typeof value === "number" ? +value.toPrecision(6) : value;
      const usual = typeof now === "number" ? now === Number(id.usual) : now === id.usual;
      if (id.key === "a" || id.key === "b") arms[id.key] = now;
      const written = usual || now === "" ? null : String(now);
      if (search.get(id.key) === written) continue;
      changed.push(id.key);
      if (written === null) search.delete(id.key);
      else search.set(id.key, written);
    }
    if (!changed.length) return [same, same, links.map(() => same)];
    if (search.has("a") !== search.has("b")) for (const key in arms) search.set(key, arms[key]);     // both, or none
    const words = String(search) && "?" + search, here = location.pathname;
    const stays = here === (shown || "").split("?")[0] && changed.every((key) => /^[bg]\./.test(key));
    return [words, stays ? here + words : same, links.map((one) => one.id.path + words)];
  },
  // A laptop that follows goes where the facilitator is, and takes along what is its own: its guess, its table's plan.
  follow: function (led) {
    const same = window.dash_clientside.no_update;
    if (!led || !led.to) return [same, same];
    const to = new URL(led.to, location.origin), search = to.searchParams, here = new URLSearchParams(location.search);
    const own = (key) => key === "plan" || key.startsWith("g.");
    for (const key of [...search.keys()].filter(own)) search.delete(key);
    for (const [key, value] of here) if (own(key)) search.set(key, value);
    const sorted = (params) => [...params].map(String).sort().join("&");
    if (to.pathname === location.pathname && sorted(search) === sorted(here)) return [same, same];
    return [to.pathname, String(search) && "?" + search];
  },
  label: function (id, words) {
    const input = document.querySelector("#" + id + " input");
    if (input) input.setAttribute("aria-label", words);
    else setTimeout(() => window.dash_clientside.goodwill.label(id, words), 50);     // it comes a moment later
    return window.dash_clientside.no_update;
  },
  play: function (_clicks, stopped) {
    const words = document.getElementById("play").dataset;
    return [!stopped, stopped ? words.pause : words.play];
  },
  // People who change from one firm to another in a quarter; the quarter stands in the player's own element.
  flow: function (_beats, _back, _next, data, figure) {
    const player = document.getElementById("player");
    if (!data || !player) return [window.dash_clientside.no_update, ""];
    const asked = window.dash_clientside.callback_context.triggered.map((one) => one.prop_id.split(".")[0]);
    const all = data.quarters.length, now = Number(player.dataset.now || 0);
    const step = asked.includes("flows") || !asked.length ? 0 : asked.includes("back") ? -1 : 1;
    const at = (now + step + all) % all, moves = data.quarters[at], n = data.names.length;
    player.dataset.now = at;
    const firm = (k) => data.names[k % n];
    const sankey = {
      type: "sankey", arrangement: "snap", valueformat: ",.0f",
      node: { label: [...data.names, ...data.names], color: [...data.colours, ...data.colours], pad: 14, thickness: 14,
              x: [...data.names.map(() => 0.001), ...data.names.map(() => 0.999)],
              y: [...data.names, ...data.names].map((_name, k) => ((k % n) + 0.4) / (n + 0.4)),     // leaves room for the last
              hovertemplate: "%{label}: %{value}<extra></extra>" },
      link: { source: moves.from, target: moves.to.map((k) => k + n), value: moves.people,
              color: moves.from.map((k) => data.colours[k] + "66"),
              hovertemplate: "%{source.label} → %{target.label}: %{value}<extra></extra>" },
    };
    const words = player.dataset.quarter.replace("{n}", at + 1).replace("{all}", all);
    return [{ data: [sankey], layout: figure.layout }, words];
  },
  wait: function (ticket) {
    if (!ticket || !ticket.open) return;    // dash drops a chain that leads to itself, hence no output here
    const next = { data: { key: ticket.key, look: ticket.look } };
    setTimeout(() => window.dash_clientside.set_props("pulse", next), 300);
  },
  leave: function (tab) {
    window.addEventListener("pagehide", () => navigator.sendBeacon("/leave/" + tab));
    return window.dash_clientside.no_update;
  },
};

(function () {
  function save(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // A table as a file that Excel opens: semicolons and decimal commas in German, commas and points in English.
  function table(figure) {
    const german = document.documentElement.lang === "de";
    const between = german ? ";" : ",", groups = german ? /\.(?=\d{3})/g : /,(?=\d{3})/g;
    const cell = (node) => {
      let words = node.textContent.replace(/\u2212/g, "-").trim();
      if (node.classList.contains("number")) words = words.replace(groups, "").replace(/^\+/, "");
      return words.includes(between) || /["\n]/.test(words) ? '"' + words.replace(/"/g, '""') + '"' : words;
    };
    const rows = [...figure.querySelectorAll("tr")].map((row) => [...row.cells].map(cell).join(between));
    return new Blob(["\ufeff" + rows.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
  }

  function picture(figure, name) {
    const graph = figure.querySelector(".js-plotly-plot");
    if (!graph) return;     // not drawn yet
    const ground = getComputedStyle(document.documentElement).getPropertyValue("--card").trim();
    const layout = Object.assign({}, graph.layout, { paper_bgcolor: ground });
    window.Plotly.downloadImage({ data: graph.data, layout: layout }, {
      format: "png", scale: 2, width: graph.offsetWidth, height: graph.offsetHeight, filename: name,
    });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-save]");
    if (!button) return;
    const figure = button.closest("figure"), name = button.dataset.name;
    if (button.dataset.save === "csv") save(name + ".csv", table(figure));
    else picture(figure, name);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.help[open]").forEach((one) => { one.open = false; });
  });
})();

// The number above a slider's thumb, as the page's language writes it.
window.dashMantineFunctions = window.dashMantineFunctions || {};
window.dashMantineFunctions.rounded = (value) =>
  value.toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 3 });
