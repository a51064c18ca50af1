/* script.js -- conveniences of the keyboard only; every page reads without it.
 *   /      to the search field
 *   j, k   to the next, the previous entry of the page's list
 *   Esc    out of the search field
 */
"use strict";

(function () {
    var rows = document.querySelectorAll(".rows > li a:first-of-type, .comparison header a, .list tbody a, .card .what");

    function step(by) {
        var at = Array.prototype.indexOf.call(rows, document.activeElement);
        var next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
        if (rows[next])
            rows[next].focus();
    }

    document.addEventListener("keydown", function (event) {
        var field = document.getElementById("q");
        var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
        if (event.ctrlKey || event.altKey || event.metaKey)
            return;
        if (typing) {
            if (event.key === "Escape")
                event.target.blur();
            return;
        }
        if (event.key === "/" && field) {
            event.preventDefault();
            field.focus();
            field.select();
        } else if (event.key === "j") {
            step(1);
        } else if (event.key === "k") {
            step(-1);
        }
    });
}());
