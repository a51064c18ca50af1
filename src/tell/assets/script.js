/* script.js -- conveniences of keyboard and pointer; every page reads without it.
 *   /      to the search field
 *   j, k   to the next, the previous entry of the page's list
 *   Esc    out of the search field
 *   + -    on the map: nearer, farther; the arrows move it
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
            if (event.key === "Escape") {
                var around = event.target.closest("[tabindex]");
                event.target.blur();
                if (around)
                    around.focus();
            }
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

/* The map: wheel and drag become the addresses that the buttons are; only what is inside <main> is exchanged. */
(function () {
    var busy = false;

    function go(address) {
        if (busy)
            return;
        busy = true;
        fetch(address, { credentials: "same-origin" }).then(function (answer) {
            return answer.ok ? answer.text() : Promise.reject(answer.status);
        }).then(function (text) {
            var main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
            var focused = document.activeElement && document.activeElement.className;
            document.querySelector("main").replaceWith(main);
            history.replaceState(null, "", address);
            start();
            var again = focused && typeof focused === "string" && document.querySelector(".steer ." + focused.split(" ")[0]);
            if (again)
                again.focus();
        }).catch(function () {
            location.assign(address);
        }).then(function () {
            busy = false;
        });
    }

    /* x and y on the square of 0..1 that ground.h speaks of. */
    function address(x, y, zoom) {
        var asked = new URLSearchParams(location.search);
        asked.set("lon", (x * 360 - 180).toFixed(4));
        asked.set("lat", (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI).toFixed(4));
        asked.set("zoom", Math.min(13, Math.max(1, zoom)).toFixed(2));
        return location.pathname + "?" + asked.toString();
    }

    function start() {
        var map = document.querySelector(".map");
        if (!map)
            return;
        var svg = map.querySelector("svg"), box = svg.viewBox.baseVal;
        var x = Number(map.dataset.x), y = Number(map.dataset.y), zoom = Number(map.dataset.zoom);
        var width = 256 * Math.pow(2, zoom), from = null;

        function units(event) {             /* of the drawing, from its middle */
            var at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
            return { x: at.x - 480, y: at.y - 280 };
        }

        map.addEventListener("click", function (event) {
            var link = event.target.closest(".steer a, .mark.several");
            if (!link || event.ctrlKey || event.metaKey || event.shiftKey)
                return;
            event.preventDefault();
            go(link.href && link.href.baseVal || link.getAttribute("href"));
        });
        svg.addEventListener("wheel", function (event) {
            var at = units(event), by = event.deltaY < 0 ? 0.5 : -0.5, scale = 1 - Math.pow(2, -by);
            if (!event.ctrlKey && Math.abs(event.deltaY) < 1)
                return;
            event.preventDefault();
            go(address(x + at.x / width * scale, y + at.y / width * scale, zoom + by));
        }, { passive: false });
        svg.addEventListener("pointerdown", function (event) {
            if (event.button === 0 && !event.target.closest("a"))
                from = units(event);
        });
        svg.addEventListener("pointermove", function (event) {
            if (!from)
                return;
            var at = units(event);
            svg.style.cursor = "grabbing";
            box.x -= at.x - from.x;
            box.y -= at.y - from.y;
        });
        function drop() {
            if (!from)
                return;
            from = null;
            if (Math.abs(box.x) + Math.abs(box.y) > 2)
                go(address(x + box.x / width, y + box.y / width, zoom));
        }
        svg.addEventListener("pointerup", drop);
        svg.addEventListener("pointerleave", drop);
    }

    document.addEventListener("keydown", function (event) {
        var name = { "+": "nearer", "=": "nearer", "-": "farther", ArrowUp: "north", ArrowDown: "south", ArrowLeft: "west",
                     ArrowRight: "east" }[event.key];
        var inside = document.activeElement && document.activeElement.closest(".map");
        var link = name && inside && document.querySelector(".map .steer ." + name);
        if (!link || event.ctrlKey || event.altKey || event.metaKey)
            return;
        event.preventDefault();
        link.click();
    });
    start();
}());

/* A page that nobody touches hides itself, as its session ends. */
(function () {
    var lock = document.querySelector(".lock[data-idle]"), last = Date.now();

    if (!lock)
        return;
    ["keydown", "pointerdown", "pointermove", "wheel", "scroll"].forEach(function (what) {
        document.addEventListener(what, function () { last = Date.now(); }, { passive: true, capture: true });
    });
    setInterval(function () {
        if (Date.now() - last > Number(lock.dataset.idle) * 1000)
            lock.submit();
    }, 5000);
}());

/* The queue by keyboard alone: j k, 1 to 9, e, o. After a decision the item that comes next has the focus. */
(function () {
    var items = document.querySelectorAll(".waiting"), forms = document.querySelectorAll(".decide");

    function current() {
        var item = document.activeElement && document.activeElement.closest(".waiting");
        return item || items[0] || null;
    }

    function scope() {
        return items.length ? current() : document;
    }

    if (!items.length && !forms.length)
        return;
    if (items.length && !location.hash)
        items[0].focus({ preventScroll: true });
    document.addEventListener("keydown", function (event) {
        var at = Array.prototype.indexOf.call(items, current()), form = scope() && scope().querySelector(".decide"), key = event.key;
        if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName))
            return;
        if (items.length && (key === "j" || key === "k")) {
            var next = items[at + (key === "j" ? 1 : -1)];
            if (next) {
                next.focus();
                next.scrollIntoView({ block: "nearest" });
            }
            event.stopImmediatePropagation();
        } else if (/^[1-9]$/.test(key) && form) {
            var button = form.querySelector("button[data-key='" + key + "']");
            if (button)
                button.click();
        } else if (key === "e" && form) {
            event.preventDefault();
            form.querySelector("input[name=reason]").focus();
        } else if (key === "o" && items.length) {
            var link = current().querySelector("h2 a, .tosentence");
            if (link)
                link.click();
        }
    }, true);
}());
