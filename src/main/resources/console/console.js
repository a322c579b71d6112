// What makes the pages a little better where there is a script; without it they show the times in UTC and stand still.
(() => {
  'use strict';

  const FORMS = {
    moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    day: { day: 'numeric', month: 'short', year: 'numeric' },
    clock: { hour: '2-digit', minute: '2-digit' },
  };
  const language = document.documentElement.lang;

  // The server does not know where the viewer is; the exact time stays in the title.
  const showLocalTimes = (within) => {
    for (const time of within.querySelectorAll('time[data-form]')) {
      const moment = new Date(time.dateTime);
      const form = { ...FORMS[time.dataset.form] };
      if (time.dataset.form === 'moment' && moment.getFullYear() !== new Date().getFullYear()) {
        form.year = 'numeric';
      }
      time.textContent = new Intl.DateTimeFormat(language, { ...form, hourCycle: 'h23' }).format(moment);
    }
  };

  showLocalTimes(document);
  document.querySelector('.nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  document.addEventListener('htmx:load', (loaded) => showLocalTimes(loaded.detail.elt.parentNode ?? document));

  // A part of the page that refreshes itself must not be replaced by the page on which one signs in.
  document.addEventListener('htmx:beforeSwap', (swap) => {
    const part = swap.detail.target.id;
    if (part && !swap.detail.serverResponse.includes(`id="${part}"`)) {
      swap.detail.shouldSwap = false;
      if (swap.detail.xhr.status < 500) {
        window.location.reload();
      }
    }
  });

  // One click is one deed, however often it is clicked.
  document.addEventListener('submit', (submit) => {
    if (submit.target.method === 'post') {
      if (submit.target.dataset.sent) {
        submit.preventDefault();
      }
      submit.target.dataset.sent = 'true';
    }
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) {
      delete form.dataset.sent;
    }
  });
})();
