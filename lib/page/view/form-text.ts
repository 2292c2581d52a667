/** What stands in a text field or a choice of a form that is submitted. */
export function formText(event: SubmitEvent): (name: string) => string {
  const data = new FormData(event.currentTarget as HTMLFormElement);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
}
