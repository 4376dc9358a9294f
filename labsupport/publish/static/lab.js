// What style sheets cannot do: the keyboard reaches what scrolls sideways, and folds are open on paper.
"use strict";

function markScrollers() {
  for (const part of document.querySelectorAll(".bd-article pre, .bd-article table")) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
  }
}

addEventListener("load", markScrollers);
addEventListener("resize", markScrollers);
document.addEventListener("toggle", markScrollers, true); // what a fold hid had no width before

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll(".bd-article details:not([open])")) {
    fold.open = true;
    fold.dataset.printing = "";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-printing]")) {
    fold.open = false;
    delete fold.dataset.printing;
  }
});

// The theme takes the focus from its buttons after a click, which leaves a keyboard (detail 0) nowhere.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".theme-switch-button, .search-button, .primary-toggle, .secondary-toggle");
  if (button && event.detail === 0) button.focus();
});
