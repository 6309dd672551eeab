/** Only what is an address of the web is made a link. */
export function WebLink({ address }: { address: string }) {
  const full = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  const isOne = URL.canParse(full) && new URL(full).hostname.includes(".") && !/\s/.test(address);
  if (!isOne) return <>{address}</>;
  return (
    <a href={full} target="_blank" rel="noopener noreferrer nofollow">
      {address}
    </a>
  );
}
