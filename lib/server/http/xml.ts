/** A value as a flat XML document in the form that server SDKs of other languages expect of `POST /session/create`. */
export function sessionsXml(sessions: readonly Readonly<Record<string, string | null>>[]): string {
  const elements = sessions.map((session) => {
    const fields = Object.entries(session).map(([name, value]) =>
      value === null ? `<${name}/>` : `<${name}>${escaped(value)}</${name}>`,
    );
    return `<Session>${fields.join('')}</Session>`;
  });
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><sessions>${elements.join('')}</sessions>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
