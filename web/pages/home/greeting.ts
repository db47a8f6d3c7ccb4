/** Text key of the greeting for an hour of the day. */
export function greetingKey(hour: number): string {
  if (hour < 5) return 'home.evening'
  if (hour < 9) return 'home.earlyMorning'
  if (hour < 12) return 'home.morning'
  if (hour < 14) return 'home.noon'
  return hour < 18 ? 'home.afternoon' : 'home.evening'
}
