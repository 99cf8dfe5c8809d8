// 公示清单的查找和筛选。数据都在网页里，不向外取任何东西；写法迁就旧的浏览器内核。
(function () {
  "use strict";

  var form = document.getElementById("filter");
  var list = document.getElementById("list");
  var count = document.getElementById("count");
  var none = document.getElementById("none");
  var unscripted = document.getElementById("unscripted");
  if (!form || !list || !count || !none || !unscripted) {
    return;
  }
  var query = document.getElementById("q");
  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  var rows = Array.prototype.slice.call(list.tBodies[0].rows).map(function (row) {
    return { row: row, text: plain(row.textContent) };
  });

  // 全角、大小写、空格都不计较。
  function plain(text) {
    return (text.normalize ? text.normalize("NFKC") : text).toLowerCase().replace(/\s+/g, " ");
  }

  function fits(one, words) {
    return (
      words.every(function (word) {
        return one.text.indexOf(word) >= 0;
      }) &&
      selects.every(function (select) {
        return !select.value || one.row.getAttribute("data-" + select.getAttribute("data-key")) === select.value;
      })
    );
  }

  function show() {
    var words = plain(query.value).split(" ").filter(Boolean);
    var shown = 0;
    rows.forEach(function (one) {
      var fit = fits(one, words);
      one.row.hidden = !fit;
      shown += fit ? 1 : 0;
    });
    count.textContent = shown === rows.length ? "共" + rows.length + "件" : "共" + rows.length + "件，符合条件的" + shown + "件";
    none.hidden = shown > 0;
    list.hidden = shown === 0;
  }

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    show();
  });
  form.addEventListener("reset", function () {
    window.setTimeout(show, 0);
  });
  // 从事项页返回时，浏览器会把填过的条件填回来。
  window.addEventListener("pageshow", show);
  unscripted.hidden = true;
  form.hidden = false;
  count.hidden = false;
  show();
})();
