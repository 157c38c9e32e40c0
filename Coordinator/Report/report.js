// Says what is under the pointer. Without it the page shows all the same.
(() => {
  const tip = document.createElement('div');
  tip.id = 'tip';
  tip.hidden = true;
  document.body.append(tip);
  const nearest = (xs, x) => {
    let best = 0;
    xs.forEach((one, i) => { if (Math.abs(one - x) < Math.abs(xs[best] - x)) best = i; });
    return best;
  };
  document.querySelectorAll('figure').forEach(figure => {
    const script = figure.querySelector('script');
    if (!script) return;
    const data = JSON.parse(script.textContent);
    figure.querySelectorAll('svg').forEach(svg => {
      const { left, top, width, height } = svg.dataset;
      const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      cursor.setAttribute('class', 'cursor');
      svg.append(cursor);
      const hide = () => { tip.hidden = true; cursor.removeAttribute('d'); };
      svg.addEventListener('pointerleave', hide);
      svg.addEventListener('pointermove', event => {
        const box = svg.getBoundingClientRect();
        const scale = svg.viewBox.baseVal.width / box.width;
        const x = ((event.clientX - box.left) * scale - left) / width;
        const y = ((event.clientY - box.top) * scale - top) / height;
        if (x < -0.02 || x > 1.02 || y < 0 || y > 1 || !data.x.length) return hide();
        const i = nearest(data.x, x);
        const px = +left + data.x[i] * width;
        cursor.setAttribute('d', `M${px} ${top}v${height}`);
        const row = data.rows && data.rows[Math.min(Math.floor(y * data.rows.length),
          data.rows.length - 1)];
        tip.textContent = row ? `${row}, ${data.t[i]}` : data.t[i];
        tip.hidden = false;
        const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
        tip.style.left = `${Math.max(Math.min(event.pageX + 14, room), 8)}px`;
        tip.style.top = `${event.pageY + 16}px`;
      });
    });
  });
})();
