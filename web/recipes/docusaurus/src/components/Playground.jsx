// Docusaurus (React): import Playground from '@site/src/components/Playground'; <Playground lesson="deadlock" machine="lab" />
// The script is listed in docusaurus.config.js; the element is made in the browser only, so server rendering needs nothing.
import React, { useEffect, useRef } from 'react';

export default function Playground({ onCompleted, ...attributes }) {
  const element = useRef(null);
  useEffect(() => {
    const listener = (event) => onCompleted?.(event.detail);
    const { current } = element;
    current?.addEventListener('completed', listener);
    return () => current?.removeEventListener('completed', listener);
  }, [onCompleted]);
  return <interleave-playground ref={element} {...attributes} />;
}
