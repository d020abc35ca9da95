import { describe, expect, it } from '@jest/globals';
import { personOfClaims } from './identity-claims.ts';

const issuer = 'https://idp.example';
const person = (claims: object, owner?: string) => personOfClaims({ sub: 's1', ...claims }, issuer, owner);

describe('a person', () => {
  it('has an id of their own at each issuer, which does not change and tells nothing', () => {
    expect(person({}).id).toBe(person({ name: 'Other' }).id);
    expect(person({}).id).not.toBe(personOfClaims({ sub: 's1' }, 'https://other.example', undefined).id);
    expect(person({}).id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is the local owner where the settings say so', () => {
    expect(person({}, 's1').id).toBe('owner');
    expect(person({}, 's2').id).not.toBe('owner');
  });

  it.each([
    [{ name: ' Ann\n Example ' }, 'Ann Example'],
    [{ preferred_username: 'ann@example.org' }, 'ann'],
    [{ name: '', email: 'ann@example.org' }, 'Someone'],
    [{ name: 7 }, 'Someone'],
    [{ name: 'x'.repeat(200) }, 'x'.repeat(100)],
    [{ name: `${'x'.repeat(99)}😀` }, 'x'.repeat(99)],
  ])('is called by the first name that there is, never by an address: %j', (claims, name) => {
    expect(person(claims).name).toBe(name);
  });

  it('needs a subject', () => expect(() => personOfClaims({}, issuer, undefined)).toThrow());
});
