// Puts newer parts of the page in the place of the older ones, once a second.
async function live() {
  try {
    const answer = await fetch('/', { cache: 'no-store' });
    if (!answer.ok) throw new Error(answer.status);
    const newer = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const selecting = String(getSelection()).length > 0;
    for (const part of newer.querySelectorAll('[data-live]')) {
      const old = document.getElementById(part.id);
      if (!old) return location.reload();
      if (!selecting && old.innerHTML !== part.innerHTML) old.innerHTML = part.innerHTML;
    }
    document.body.classList.remove('lost');
  } catch {
    document.body.classList.add('lost');
  }
  setTimeout(live, 1000);
}
setTimeout(live, 1000);
