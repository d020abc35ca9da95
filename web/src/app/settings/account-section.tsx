'use client';

import { SignOut } from '@/features/people/sign-out.tsx';
import { useSignedIn } from '@/features/people/use-signed-in.ts';
import { SettingRow, SettingsSection } from '@/features/settings/settings-section.tsx';

/** Who one is here. Not there where nobody signs in. */
export function AccountSection() {
  const { data: me } = useSignedIn();
  if (!me?.sign_out) return null;
  return (
    <SettingsSection title="Account" detail="As your identity provider knows you.">
      <SettingRow name={me.name} {...(me.email === null ? {} : { detail: me.email })}>
        <SignOut path={me.sign_out} />
      </SettingRow>
    </SettingsSection>
  );
}
