/** Who works with the stand-in for the gateway; the first one looks at the pages. */
export const people = [
  { actor: 'user:maya', name: 'Maya Chen' },
  { actor: 'user:ada', name: 'Ada Lindqvist' },
  { actor: 'user:kim', name: 'Kim Ito' },
  { actor: 'user:noah', name: 'Noah Weber' },
];

export const [me, ada, kim, noah] = people.map(({ actor }) => actor);

const names = new Map(people.map(({ actor, name }) => [actor.replace(/^user:/, ''), name]));

export function nameOf(personId) {
  return names.get(personId) ?? personId;
}
