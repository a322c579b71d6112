// Asks the demo's own server until nothing is on its way any more.
const cell = (row, ...children) => row.insertCell().append(...children);
const state = text => {
  const label = document.createElement("span");
  label.className = "state " + text;
  label.textContent = text;
  return label;
};
const code = text => {
  const element = document.createElement("code");
  element.textContent = text;
  return element;
};

async function show() {
  const leads = await (await fetch("/status")).json();
  const body = document.getElementById("leads");
  body.replaceChildren();
  for (const lead of leads) {
    const row = body.insertRow();
    cell(row, code(lead.leadId));
    cell(row, state(lead.status));
    const deliveries = lead.deliveries.map(delivery => {
      const line = document.createElement("div");
      line.append(delivery.destination + " ", state(delivery.status));
      return line;
    });
    cell(row, ...(deliveries.length ? deliveries : [lead.duplicateOf ? "the same as " : "none", lead.duplicateOf ? code(lead.duplicateOf) : ""]));
  }
  if (!leads.length || leads.some(lead => lead.status === "ACCEPTED")) {
    setTimeout(show, 300);
  }
}
show();
