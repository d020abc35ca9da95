/** Two short soft tones, made here: no file is loaded for them. */
export function chime(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.connect(audio.destination);
  volume.gain.setValueAtTime(0.06, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.5);
  for (const [frequency, delaySeconds] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(volume);
    tone.start(audio.currentTime + delaySeconds);
    tone.stop(audio.currentTime + 0.5);
    if (delaySeconds > 0) tone.onended = () => void audio.close();
  }
}
